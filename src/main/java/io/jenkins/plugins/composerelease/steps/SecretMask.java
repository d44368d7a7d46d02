package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.FailureHandler;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Hides secrets in what a block prints and in the exceptions that leave its steps. Works in an agent's process too, where
 * Pipeline may run log filters. Persisted with the block, each secret encrypted.
 */
public final class SecretMask extends ConsoleLogFilter implements FailureHandler, Serializable {
    private static final long serialVersionUID = 1L;

    /** Base64 of the exact bytes: Jenkins encrypts texts only, and secret files need not be text. */
    private final List<Secret> encoded;

    private transient Masker masker;

    private SecretMask(List<Secret> encoded, Masker masker) {
        this.encoded = encoded;
        this.masker = masker;
    }

    /**
     * @param secrets exact bytes by a name for messages, such as a credential's id; empty ones are ignored
     * @throws AbortException if one is too short or too plain to hide
     */
    public static SecretMask of(Map<String, byte[]> secrets) throws AbortException {
        Map<String, String> base64 = new LinkedHashMap<>();
        secrets.forEach((name, bytes) -> base64.put(name, Base64.getEncoder().encodeToString(bytes)));
        return ofBase64(base64);
    }

    /** The same from values in base64, as a request's secrets have them. */
    public static SecretMask ofBase64(Map<String, String> secrets) throws AbortException {
        Map<String, io.jenkins.plugins.composerelease.engine.model.Secret> named = new LinkedHashMap<>();
        List<Secret> encoded = new ArrayList<>();
        secrets.forEach((name, base64) -> {
            named.put("'" + name + "'", decoded(base64));
            encoded.add(Secret.fromString(base64));
        });
        try {
            return new SecretMask(encoded, Masker.shared(named));
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Makes a block's body hide the secrets, beside what is hidden around the block already. */
    public BodyInvoker around(BodyInvoker body, StepContext context) throws IOException, InterruptedException {
        return body.withContext(BodyInvoker.mergeConsoleLogFilters(context.get(ConsoleLogFilter.class), this))
                .withContext(FailureHandler.merge(context.get(FailureHandler.class), this));
    }

    /** The text without the secrets. */
    public String mask(String text) {
        return masker().mask(text);
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the method that it overrides
    public OutputStream decorateLogger(Run build, OutputStream logger) {
        return masker().wrapLog(logger);
    }

    @Override
    public Throwable handle(StepContext context, Throwable failure) {
        return MaskedException.of(failure, masker());
    }

    private synchronized Masker masker() {
        if (masker == null) {
            Map<String, io.jenkins.plugins.composerelease.engine.model.Secret> secrets = new LinkedHashMap<>();
            encoded.forEach(value -> secrets.put("number " + (secrets.size() + 1), decoded(value.getPlainText())));
            masker = Masker.shared(secrets);
        }
        return masker;
    }

    private static io.jenkins.plugins.composerelease.engine.model.Secret decoded(String base64) {
        return io.jenkins.plugins.composerelease.engine.model.Secret.of(
                Base64.getDecoder().decode(base64));
    }
}
