package io.jenkins.plugins.composerelease.engine.fault;

import java.io.IOException;

/** What breaks in a round of the random run. What it takes away comes back by {@link FaultBed#heal}. */
enum FaultKind {
    NONE {
        @Override
        void strike(FaultBed bed, Client client) {}
    },
    CLIENT_KILLED {
        @Override
        void strike(FaultBed bed, Client client) {
            client.kill();
        }
    },
    MACHINE_LOST {
        @Override
        void strike(FaultBed bed, Client client) {
            client.killAll();
        }
    },
    STOPPED {
        @Override
        void strike(FaultBed bed, Client client) {
            client.term();
        }
    },
    SSH_SILENT {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.ssh.hold();
        }
    },
    SSH_CUT {
        @Override
        void strike(FaultBed bed, Client client) throws IOException {
            bed.ssh.cut();
        }
    },
    SSHD_KILLED {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.host.control("sshd stop");
        }
    },
    ENGINE_RESTARTED {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.host.control("dockerd restart");
        }
    },
    DISK_FULL {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.host.control("fill");
        }
    },
    REGISTRY_DOWN {
        @Override
        void strike(FaultBed bed, Client client) throws IOException {
            bed.registry.down();
        }
    },
    DATABASE_KILLED {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.host.tryDocker("kill", bed.container("db"));
            bed.host.tryDocker("start", bed.container("db"));
        }
    },
    APPLICATION_REMOVED {
        @Override
        void strike(FaultBed bed, Client client) {
            bed.host.tryDocker("rm", "-f", bed.container("web"));
        }
    };

    abstract void strike(FaultBed bed, Client client) throws IOException;
}
