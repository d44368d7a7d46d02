package hudson;

import com.thoughtworks.xstream.XStream;
import java.io.File;
import java.io.IOException;

public final class XmlFile {
    public XmlFile(XStream a, File b) { throw new AssertionError(); }
    public boolean exists() { throw new AssertionError(); }
    public Object read() throws IOException { throw new AssertionError(); }
    public void write(Object a) throws IOException { throw new AssertionError(); }
}
