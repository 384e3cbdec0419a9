package org.streetwarden.engines;

/** What every engine says of its process. */
abstract class ForwardingEngine implements Engine {

    private final ServerProcess process;

    ForwardingEngine(ServerProcess process) {
        this.process = process;
    }

    @Override
    public final int port() {
        return process.port();
    }

    @Override
    public final long pid() {
        return process.pid();
    }

    @Override
    public final boolean alive() {
        return process.alive();
    }

    @Override
    public final void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
