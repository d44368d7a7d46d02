package io.jenkins.plugins.composerelease.ui;

/**
 * A command of the engine in one line.
 *
 * @param key its piece of the page
 * @param target target's name, unless the title says it
 * @param state words for where it got to, with the phase it is in
 * @param colour name of the state, for the style sheet
 */
public record ReleaseLine(String key, String title, String target, String state, String colour) {
    public String getKey() {
        return key;
    }

    public String getTitle() {
        return title;
    }

    public String getTarget() {
        return target;
    }

    public String getState() {
        return state;
    }

    public String getColour() {
        return colour;
    }
}
