package io.jenkins.plugins.composerelease.engine.mask;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The maskers that somebody uses, by a digest of their secrets: an agent gets the same secrets anew with each step. It keeps
 * none alive. The digests are salted for each process, as one outlives its masker until the next is asked for.
 */
final class MaskerCache {
    private static final byte[] SALT = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

    private final Map<ByteBuffer, WeakReference<Masker>> used = new HashMap<>();

    /** The masker of these secrets, made where nobody uses one. */
    Masker get(Collection<Secret> secrets, Supplier<Masker> make) {
        ByteBuffer key = digest(secrets);
        Masker known = known(key);
        if (known != null) {
            return known;
        }
        Masker made = make.get(); // takes so long that others must not wait
        synchronized (this) {
            used.put(key, new WeakReference<>(made));
        }
        return made;
    }

    private synchronized Masker known(ByteBuffer key) {
        used.values().removeIf(masker -> masker.get() == null);
        WeakReference<Masker> masker = used.get(key);
        return masker == null ? null : masker.get();
    }

    private static ByteBuffer digest(Collection<Secret> secrets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            for (Secret secret : secrets) {
                byte[] bytes = secret.bytes();
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
