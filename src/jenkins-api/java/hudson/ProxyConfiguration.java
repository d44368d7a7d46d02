package hudson;

import hudson.model.Describable;
import hudson.model.Saveable;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpClient;

public final class ProxyConfiguration implements Describable<ProxyConfiguration>, Saveable, Serializable {
    public ProxyConfiguration(String a, int b) { throw new AssertionError(); }
    public static HttpClient.Builder newHttpClientBuilder() { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
