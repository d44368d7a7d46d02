package org.jenkinsci.plugins.durabletask;

import java.io.InputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public abstract class Handler implements SerializableOnlyOverRemoting {
    public Handler() { throw new AssertionError(); }
    public abstract void exited(int a, byte[] b) throws Exception;
    public abstract void output(InputStream a) throws Exception;
}
