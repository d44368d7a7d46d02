package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads the engine's JSON, also of an older or newer version: what is unknown is left out, what is missing is empty. */
final class PageJson {
    private static final Logger LOGGER = Logger.getLogger(PageJson.class.getName());
    static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .registerModule(references())
            .setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private PageJson() {}

    /** The text as a tree; {@link MissingNode} for what is not JSON. */
    static JsonNode tree(String text) {
        try {
            return text == null || text.isBlank() ? MissingNode.getInstance() : MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.FINE, "not JSON", e);
            return MissingNode.getInstance();
        }
    }

    /** The node as a value; empty when it is not there or not what it should be. */
    static <T> Optional<T> value(JsonNode node, Class<T> type) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.treeToValue(node, type));
        } catch (JsonProcessingException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "not a " + type.getSimpleName());
            return Optional.empty();
        }
    }

    private static SimpleModule references() {
        return new SimpleModule().addDeserializer(ImageReference.class, new JsonDeserializer<>() {
            @Override
            public ImageReference deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return ImageReference.parse(in.getText());
            }
        });
    }
}
