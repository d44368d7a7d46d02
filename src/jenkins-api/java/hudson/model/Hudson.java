package hudson.model;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jvnet.hudson.reactor.ReactorException;

public class Hudson extends Jenkins {
    public Hudson(File a, ServletContext b) throws IOException, InterruptedException, ReactorException { super((File) null, (ServletContext) null); throw new AssertionError(); }
}
