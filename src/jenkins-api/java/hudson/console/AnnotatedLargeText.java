package hudson.console;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import org.kohsuke.stapler.framework.io.LargeText;

public class AnnotatedLargeText<T> extends LargeText {
    public AnnotatedLargeText(File a, Charset b, boolean c, T d) { super((File) null, Boolean.parseBoolean(null)); throw new AssertionError(); }
    public long writeRawLogTo(long a, OutputStream b) throws IOException { throw new AssertionError(); }
}
