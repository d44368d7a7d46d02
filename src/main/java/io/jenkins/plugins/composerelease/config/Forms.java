package io.jenkins.plugins.composerelease.config;

import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers of form methods. They look nothing up; messages are escaped by {@link FormValidation}. */
public final class Forms {
    private Forms() {}

    /** A value that must be there. */
    public static FormValidation required(String value, UnaryOperator<String> rule) {
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.Forms_required())
                : optional(value, rule);
    }

    /** A value that may be missing. */
    public static FormValidation optional(String value, UnaryOperator<String> rule) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null ? FormValidation.ok() : checked(() -> rule.apply(text));
    }

    /** Entries, one a line. */
    public static FormValidation lines(String value, UnaryOperator<String> rule) {
        return checked(() -> Lines.of(List.of(Util.fixNull(value))).forEach(rule::apply));
    }

    /** {@code NAME=value} entries, one a line. */
    public static FormValidation pairs(String value, UnaryOperator<String> nameRule) {
        return lines(value, line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new InvalidInputException(
                        "'" + line + "' is not of the form NAME=value.", "Write one such pair a line.");
            }
            nameRule.apply(line.substring(0, equals));
            return Checks.line(line.substring(equals + 1));
        });
    }

    /** A duration, or nothing for the default. */
    public static FormValidation duration(String value) {
        return optional(value, text -> {
            Checks.duration(text);
            return text;
        });
    }

    /** A whole number from {@code smallest} on. */
    public static FormValidation number(String value, int smallest) {
        try {
            int number = Integer.parseInt(Util.fixNull(value).trim());
            return number < smallest ? FormValidation.error(Messages.Forms_tooSmall(smallest)) : FormValidation.ok();
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.Forms_noNumber());
        }
    }

    static ListBoxModel words(List<String> words) {
        ListBoxModel box = new ListBoxModel();
        words.forEach(box::add);
        return box;
    }

    private static FormValidation checked(Runnable check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (InvalidInputException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
