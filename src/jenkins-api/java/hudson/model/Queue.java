package hudson.model;

import hudson.model.queue.SubTask;
import jenkins.console.WithConsoleUrl;
import jenkins.model.FullyNamedModelObject;
import jenkins.model.queue.AsynchronousExecution;
import jenkins.model.queue.QueueItem;

public class Queue extends ResourceController implements Saveable {
    public Queue(LoadBalancer a) { throw new AssertionError(); }
    public Queue.Item getItem(long a) { throw new AssertionError(); }
    public void save() { throw new AssertionError(); }

    public interface Task extends FullyNamedModelObject, SubTask {}

    public abstract static class Item extends Actionable implements QueueItem {
        public final Queue.Task task = null;
        protected Item(Queue.Item a) { throw new AssertionError(); }
        public long getId() { throw new AssertionError(); }
        public final String getWhy() { throw new AssertionError(); }
    }

    public interface QueueAction extends Action {}

    public static final class LeftItem extends Queue.Item {
        public LeftItem(Queue.Item a) { super((Queue.Item) null); throw new AssertionError(); }
        public Queue.Executable getExecutable() { throw new AssertionError(); }
    }

    public interface Executable extends Runnable, WithConsoleUrl {
        void run() throws AsynchronousExecution;
    }
}
