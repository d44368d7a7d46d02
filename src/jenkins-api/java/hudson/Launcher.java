package hudson;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

public abstract class Launcher {
    protected Launcher(Launcher a) { throw new AssertionError(); }
    public boolean isUnix() { throw new AssertionError(); }
    public abstract void kill(Map<String, String> a) throws IOException, InterruptedException;
    public final Launcher.ProcStarter launch() { throw new AssertionError(); }

    public final class ProcStarter {
        public ProcStarter() { throw new AssertionError(); }
        public Launcher.ProcStarter cmds(List<String> a) { throw new AssertionError(); }
        public Launcher.ProcStarter envs(Map<String, String> a) { throw new AssertionError(); }
        public Launcher.ProcStarter pwd(FilePath a) { throw new AssertionError(); }
        public Launcher.ProcStarter quiet(boolean a) { throw new AssertionError(); }
        public Proc start() throws IOException { throw new AssertionError(); }
        public Launcher.ProcStarter stderr(OutputStream a) { throw new AssertionError(); }
        public Launcher.ProcStarter stdin(InputStream a) { throw new AssertionError(); }
        public Launcher.ProcStarter stdout(OutputStream a) { throw new AssertionError(); }
    }

    public static class DecoratedLauncher extends Launcher {
        public DecoratedLauncher(Launcher a) { super((Launcher) null); throw new AssertionError(); }
        public Launcher getInner() { throw new AssertionError(); }
        public boolean isUnix() { throw new AssertionError(); }
        public void kill(Map<String, String> a) throws IOException, InterruptedException { throw new AssertionError(); }
    }
}
