package io.jenkins.plugins.composerelease.steps;

import hudson.model.Run;
import java.io.File;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.util.VirtualFile;

/** Where artifacts go in a test: what archives one is up to that. */
abstract class ArtifactStore extends ArtifactManager {

    /** Jenkins makes one for each build. */
    static void use(Class<? extends ArtifactStore> store) {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new Factory(store));
    }

    static void useJenkinsOwn() {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        // has nothing
    }

    @Override
    public boolean delete() {
        return false;
    }

    @Override
    public VirtualFile root() {
        return VirtualFile.forFile(new File("none"));
    }

    private static final class Factory extends ArtifactManagerFactory {
        private final Class<? extends ArtifactStore> store;

        Factory(Class<? extends ArtifactStore> store) {
            this.store = store;
        }

        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            try {
                return store.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
