package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the engine's JSON. */
public final class BeanJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new SimpleModule().addDeserializer(ImageReference.class, new References()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private BeanJson() {}

    /** @throws IllegalArgumentException if it is not an object in JSON */
    public static ObjectNode object(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("not a JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A plan; empty where there is none, or where a masked value left something that is no plan. */
    public static Optional<Plan> plan(JsonNode node) {
        try {
            return node.isObject() ? Optional.of(MAPPER.treeToValue(node, Plan.class)) : Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The texts of a list. */
    public static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static final class References extends JsonDeserializer<ImageReference> {
        @Override
        public ImageReference deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return ImageReference.parse(in.getText());
        }
    }
}
