package io.jenkins.plugins.composerelease.cli;

import java.lang.reflect.Proxy;

/**
 * What Ctrl-C does. Java has no public interface for it but a shutdown hook, which cannot be taken back; the one it has is in a
 * module of every Java all the same, and where it is not, Ctrl-C does what it always does.
 */
final class InterruptSignal {
    static final int EXIT_CODE = 130;

    private InterruptSignal() {}

    /** @param handler runs on a thread of its own, each time */
    static void handle(Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handling =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // no such class, or the signal is somebody else's: java -Xrs
            return;
        }
    }
}
