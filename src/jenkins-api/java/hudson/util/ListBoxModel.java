package hudson.util;

import java.util.ArrayList;
import org.kohsuke.stapler.HttpResponse;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> implements HttpResponse {
    public ListBoxModel() { throw new AssertionError(); }
    public ListBoxModel(ListBoxModel.Option... a) { throw new AssertionError(); }
    public ListBoxModel add(String a) { throw new AssertionError(); }
    public void add(String a, String b) { throw new AssertionError(); }

    public static final class Option {
        public Option(String a) { throw new AssertionError(); }
        public Option(String a, String b) { throw new AssertionError(); }
    }
}
