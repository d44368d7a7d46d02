package hudson.console;

import hudson.model.User;

public class ModelHyperlinkNote extends HyperlinkNote {
    public ModelHyperlinkNote(String a, int b) { super((String) null, Integer.parseInt("0")); throw new AssertionError(); }
    public static String encodeTo(User a) { throw new AssertionError(); }
}
