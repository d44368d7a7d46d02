package hudson.triggers;

import java.util.TimerTask;

public abstract class SafeTimerTask extends TimerTask {
    public SafeTimerTask() { throw new AssertionError(); }
    protected abstract void doRun() throws Exception;
    public final void run() { throw new AssertionError(); }
}
