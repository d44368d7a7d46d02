package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** When a service counts as ready. */
public abstract class WaitCondition implements Describable<WaitCondition>, Serializable, ExtensionPoint {
    private static final long serialVersionUID = 1L;
    private String service;

    /** Null within {@code anyOf} and {@code allOf}, where it is theirs. */
    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    /** The service that is meant where none is given, or null. */
    String usualService() {
        return null;
    }

    /**
     * As the request has it.
     *
     * @param part for messages
     */
    abstract JsonNode json(String part) throws AbortException;

    /**
     * The value of {@code wait} in a request: service → condition, or a list of conditions that must all hold.
     *
     * @throws AbortException if a condition is not valid or has no service; the message says which
     */
    public static ObjectNode request(List<WaitCondition> conditions) throws AbortException {
        Map<String, List<JsonNode>> services = new LinkedHashMap<>();
        for (WaitCondition condition : conditions) {
            String service = condition.waitedFor(conditions.indexOf(condition) + 1);
            services.computeIfAbsent(service, name -> new ArrayList<>())
                    .add(condition.json("Condition of service '" + service + "'"));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        services.forEach((service, all) -> json.set(
                service, all.size() == 1 ? all.get(0) : json.arrayNode().addAll(all)));
        return json;
    }

    private String waitedFor(int position) throws AbortException {
        String name = service == null ? usualService() : service;
        if (name == null) {
            throw new AbortException("Condition " + position
                    + " of 'wait' has no service. Name the one that it is about," + " as in healthy(service: 'db').");
        }
        try {
            return Names.name("service", name);
        } catch (InvalidInputException e) {
            throw new AbortException("wait: " + e.getMessage());
        }
    }

    /** Those of a group, which are all about the service of the group. */
    static ArrayNode nested(List<WaitCondition> conditions, String part) throws AbortException {
        if (conditions.isEmpty()) {
            throw new AbortException(part + ": conditions is empty. Give at least one, for example healthy().");
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (WaitCondition condition : conditions) {
            if (condition.service != null) {
                throw new AbortException(part + ": one of its conditions names service '" + condition.service
                        + "', expected none. Name the service in the group only.");
            }
            array.add(condition.json(part));
        }
        return array;
    }

    /** What the forms of all conditions have in common. */
    public abstract static class Form extends Descriptor<WaitCondition> {
        @POST
        public FormValidation doCheckService(@QueryParameter String value) {
            return Forms.optional(value, text -> Names.name("service", text));
        }
    }
}
