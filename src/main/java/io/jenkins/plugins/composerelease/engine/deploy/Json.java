package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;

/** JSON as records, plans and results have it: image references and instants as text, keys sorted. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .registerModule(references())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // A record written by a newer version stays readable: what this version does not know is not its concern.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Json() {}

    /** One line. */
    public static String line(Object value) {
        return write(value, false);
    }

    /** Indented, for people. */
    public static String pretty(Object value) {
        return write(value, true);
    }

    /**
     * @param source where the text is from, for the message
     * @throws ReleaseException if it is not what it should be
     */
    public static <T> T read(String text, Class<T> type, String source) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Could not read " + source + ": not a valid " + type.getSimpleName() + " (" + e.getOriginalMessage()
                            + ").",
                    "Look at the file; if it was edited by hand, restore it.",
                    e);
        }
    }

    /** A value as a tree, to look at or change before it is written. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static JsonNode tree(String text, String source) {
        return read(text, JsonNode.class, source);
    }

    private static String write(Object value, boolean indent) {
        try {
            return (indent ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
        }
    }

    private static SimpleModule references() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(ImageReference.class, new JsonSerializer<>() {
            @Override
            public void serialize(ImageReference value, JsonGenerator out, SerializerProvider provider)
                    throws IOException {
                out.writeString(value.toString());
            }
        });
        module.addDeserializer(ImageReference.class, new JsonDeserializer<>() {
            @Override
            public ImageReference deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return ImageReference.parse(in.getText());
            }
        });
        return module;
    }
}
