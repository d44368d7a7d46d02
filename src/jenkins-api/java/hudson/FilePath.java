package hudson;

import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.Callable;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URL;
import java.util.List;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public final class FilePath implements SerializableOnlyOverRemoting {
    public FilePath(VirtualChannel a, String b) { throw new AssertionError(); }
    public FilePath(File a) { throw new AssertionError(); }
    public <T> T act(FilePath.FileCallable<T> a) throws IOException, InterruptedException { throw new AssertionError(); }
    public <V, E extends Throwable> V act(Callable<V, E> a) throws IOException, InterruptedException, E { throw new AssertionError(); }
    public FilePath child(String a) { throw new AssertionError(); }
    public void copyFrom(InputStream a) throws IOException, InterruptedException { throw new AssertionError(); }
    public void copyFrom(URL a) throws IOException, InterruptedException { throw new AssertionError(); }
    public Launcher createLauncher(TaskListener a) throws IOException, InterruptedException { throw new AssertionError(); }
    public FilePath createTempDir(String a, String b) throws IOException, InterruptedException { throw new AssertionError(); }
    public boolean delete() throws IOException, InterruptedException { throw new AssertionError(); }
    public void deleteRecursive() throws IOException, InterruptedException { throw new AssertionError(); }
    public String digest() throws IOException, InterruptedException { throw new AssertionError(); }
    public boolean exists() throws IOException, InterruptedException { throw new AssertionError(); }
    public VirtualChannel getChannel() { throw new AssertionError(); }
    public String getName() { throw new AssertionError(); }
    public String getRemote() { throw new AssertionError(); }
    public List<FilePath> list() throws IOException, InterruptedException { throw new AssertionError(); }
    public void mkdirs() throws IOException, InterruptedException { throw new AssertionError(); }
    public InputStream read() throws IOException, InterruptedException { throw new AssertionError(); }
    public InputStream readFromOffset(long a) throws IOException, InterruptedException { throw new AssertionError(); }
    public String readToString() throws IOException, InterruptedException { throw new AssertionError(); }
    public void renameTo(FilePath a) throws IOException, InterruptedException { throw new AssertionError(); }
    public FilePath sibling(String a) { throw new AssertionError(); }
    public Computer toComputer() { throw new AssertionError(); }
    public OutputStream write() throws IOException, InterruptedException { throw new AssertionError(); }
    public void write(String a, String b) throws IOException, InterruptedException { throw new AssertionError(); }

    public interface FileCallable<T> extends Serializable, RoleSensitive {
        T invoke(File a, VirtualChannel b) throws IOException, InterruptedException;
    }
}
