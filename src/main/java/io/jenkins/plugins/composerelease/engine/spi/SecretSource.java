package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.DotEnv;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.Map;

/** Turns the reference to a secret ({@code env:NAME}, {@code file:PATH}, {@code command:...}) into its bytes. */
public interface SecretSource {

    /**
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if there is none, naming the
     *     reference and never a value
     */
    Secret resolve(String reference);

    /**
     * The same for a value that is not to be hidden in what is shown, such as a user name that is no secret: it may be
     * short and plain.
     */
    default Secret open(String reference) {
        return resolve(reference);
    }

    /**
     * The variables of a file as {@link DotEnv} has it, by name and in its order. Those that are
     * {@linkplain DotEnv#isOrdinary ordinary} are not to be hidden, all others are.
     *
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if there is no such file, naming the
     *     reference and never a value
     */
    default Map<String, Secret> variables(String reference) {
        return DotEnv.parse(open(reference));
    }
}
