package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Target;

/** Where things are on a target. All that belongs to releases is below {@code <directory>/.compose-release}. */
record ReleasePaths(String directory) {

    static ReleasePaths of(Target target) {
        return new ReleasePaths(target.directory());
    }

    String home() {
        return directory + "/.compose-release";
    }

    String lock() {
        return home() + "/lock";
    }

    /** Held shared by whatever runs for an owner of the lock. */
    String workLock() {
        return home() + "/work.lock";
    }

    String journal() {
        return home() + "/journal.jsonl";
    }

    /** What belongs to work that outlives its connection. */
    String work(String id) {
        return home() + "/work/" + id;
    }

    String key() {
        return home() + "/key";
    }

    /** Holds the id of the release that serves. */
    String current() {
        return home() + "/current";
    }

    /** Secret files of a target that keeps them on disk. */
    String secrets() {
        return home() + "/secrets";
    }

    String releases() {
        return home() + "/releases";
    }

    String backups() {
        return home() + "/backups";
    }

    String release(String id) {
        return releases() + "/" + id;
    }

    String record(String id) {
        return release(id) + "/record.json";
    }

    String file(String id, String relative) {
        return release(id) + "/files/" + relative;
    }

    /** The generated compose file that pins images and names secret files. */
    String override(String id) {
        return release(id) + "/override.json";
    }
}
