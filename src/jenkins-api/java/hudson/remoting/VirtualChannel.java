package hudson.remoting;

import java.io.IOException;

public interface VirtualChannel {
    <V, T extends Throwable> V call(Callable<V, T> a) throws IOException, T, InterruptedException;
    <T> T export(Class<T> a, T b);
}
