package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Steps of tests: any command without a body, around one, and beside one. */
public class EngineStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;
    private final List<String> command;

    @DataBoundConstructor
    public EngineStep(List<String> command) {
        this.command = command;
    }

    public List<String> getCommand() {
        return command;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, command);
    }

    static EngineCall call(List<String> command) {
        return EngineCall.of(command.get(0), command.subList(1, command.size()).toArray(new String[0]))
                .request(JsonNodeFactory.instance.objectNode().put("key", "$HOME 'ü' `id`"), null)
                .environment(Map.of("MORE", "$HOME ${PATH}"));
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;
        private final List<String> command;

        private Execution(StepContext context, List<String> command) {
            super(context);
            this.command = command;
        }

        @Override
        protected EngineCall call() {
            return EngineStep.call(command);
        }

        @Override
        protected Object value(EngineResult result) {
            return result.output().path("answer").asInt();
        }

        @Override
        protected void event(JsonNode event) {
            say("event " + event.path("type").asText());
        }
    }

    /** Test classes make it in a method of their own: only there is an extension taken for theirs. */
    abstract static class Of extends StepDescriptor {
        private final String name;

        Of(String name) {
            this.name = name;
        }

        @Override
        public String getFunctionName() {
            return name;
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return !EngineStep.class.isAssignableFrom(clazz);
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }

    /** engineStep(['wait', 'file']) */
    static final class Plain extends Of {
        Plain() {
            super("engineStep");
        }
    }

    /** engineBlock(['begin'], ['end']) { } */
    public static class Block extends Step implements Serializable {
        private static final long serialVersionUID = 1L;
        private final List<String> command;
        private final List<String> cleanUp;

        @DataBoundConstructor
        public Block(List<String> command, List<String> cleanUp) {
            this.command = command;
            this.cleanUp = cleanUp;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new BlockExecution(context, command, cleanUp);
        }

        /** Its name. */
        static final class Around extends Of {
            Around() {
                super("engineBlock");
            }
        }
    }

    private static final class BlockExecution extends EngineBlockExecution {
        private static final long serialVersionUID = 1L;
        private final List<String> command;
        private final List<String> cleanUp;

        private BlockExecution(StepContext context, List<String> command, List<String> cleanUp) {
            super(context);
            this.command = command;
            this.cleanUp = cleanUp;
        }

        @Override
        protected EngineCall call() {
            return EngineStep.call(command);
        }

        @Override
        protected BodyInvoker body(BodyInvoker invoker, EngineResult started) {
            return invoker;
        }

        @Override
        protected EngineCall cleanUp(boolean bodySucceeded) {
            say("cleaning up after " + (bodySucceeded ? "success" : "failure"));
            return EngineStep.call(cleanUp);
        }
    }

    /** engineHeld(['check', '60']) { } */
    public static class Held extends Step implements Serializable {
        private static final long serialVersionUID = 1L;
        private final List<String> command;

        @DataBoundConstructor
        public Held(List<String> command) {
            this.command = command;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new HeldExecution(context, command);
        }

        /** Its name. */
        static final class Beside extends Of {
            Beside() {
                super("engineHeld");
            }
        }
    }

    private static final class HeldExecution extends EngineHeldExecution {
        private static final long serialVersionUID = 1L;
        private final List<String> command;

        private HeldExecution(StepContext context, List<String> command) {
            super(context);
            this.command = command;
        }

        @Override
        protected EngineCall call() {
            return EngineStep.call(command);
        }
    }
}
