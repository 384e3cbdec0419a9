package org.streetwarden.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.farm.CameraSpec.Credentials;

/** The RTSP side of one connection: answers its requests in order and holds its one session. */
final class Dialogue {

    private static final Logger log = LoggerFactory.getLogger(Dialogue.class);
    private static final String PUBLIC = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER";

    private final Connection connection;
    private final FarmDesk desk;
    private DigestAuth auth;
    private Session session;

    Dialogue(Connection connection, FarmDesk desk) {
        this.connection = connection;
        this.desk = desk;
    }

    /** The loop of the camera the request names; null where the connection stays where it is. */
    EventLoop homeOf(RtspRequest request) {
        Target target = Target.parse(request.uri());
        Camera camera = target == null || session != null ? null : desk.camera(target.camera());
        return camera == null ? null : camera.loop();
    }

    /** Null before SETUP and after TEARDOWN. */
    Session session() {
        return session;
    }

    void end() {
        if (session != null) {
            session.end();
            session = null;
        }
    }

    void answer(RtspRequest request) {
        Target target = Target.parse(request.uri());
        Camera camera = target == null ? null : desk.camera(target.camera());
        if (session != null && session.stalled(System.nanoTime())) {
            return;
        }
        if (target == null) {
            refuse(request, RtspStatus.BAD_REQUEST);
        } else if (camera == null) {
            boolean toServer =
                    request.method().equals("OPTIONS") && target.camera().isEmpty();
            send(toServer ? options(request) : refusal(request, RtspStatus.NOT_FOUND));
        } else if (session != null && session.camera != camera) {
            refuse(request, RtspStatus.METHOD_NOT_VALID_IN_THIS_STATE);
        } else {
            atTheDoor(request, target, camera);
        }
    }

    private void atTheDoor(RtspRequest request, Target target, Camera camera) {
        if (!camera.alive()) {
            connection.close();
            return;
        }
        switch (camera.script().door()) {
            case SILENT -> log.trace("farm: {} is silent", camera.name());
            case HANG_UP -> connection.close();
            case HTTP -> connection.sendLast(Doorway.webPage());
            case GARBAGE -> connection.sendLast(Doorway.garbage(camera.name()));
            case REFUSE -> refuse(request, RtspStatus.SERVICE_UNAVAILABLE);
            case WRONG_PASSWORD, OPEN -> authorised(request, target, camera);
        }
    }

    private void authorised(RtspRequest request, Target target, Camera camera) {
        if (request.method().equals("OPTIONS")) {
            send(options(request));
            return;
        }
        boolean never = camera.script().door() == Script.Door.WRONG_PASSWORD;
        Credentials credentials = camera.credentials().orElse(null);
        if (never || credentials != null) {
            DigestAuth.Verdict verdict = never ? DigestAuth.Verdict.WRONG : check(request, target, credentials);
            if (verdict != DigestAuth.Verdict.RIGHT) {
                challenge(request, verdict == DigestAuth.Verdict.STALE);
                return;
            }
        }
        inSession(request, target, camera);
    }

    private DigestAuth.Verdict check(RtspRequest request, Target target, Credentials credentials) {
        return digest().check(
                        request.header("authorization"), request.method(), target, credentials, System.nanoTime());
    }

    private void challenge(RtspRequest request, boolean stale) {
        String header = digest().challenge(stale, System.nanoTime());
        send(refusal(request, RtspStatus.UNAUTHORIZED).with("WWW-Authenticate", header));
    }

    private DigestAuth digest() {
        if (auth == null) {
            auth = new DigestAuth(desk.settings().nonceLife().toNanos());
        }
        return auth;
    }

    private void inSession(RtspRequest request, Target target, Camera camera) {
        if (!target.track().isEmpty() && !target.track().equals(Target.TRACK)) {
            refuse(request, RtspStatus.NOT_FOUND);
        } else if (!request.header("require").isEmpty()) {
            send(refusal(request, RtspStatus.OPTION_NOT_SUPPORTED).with("Unsupported", request.header("require")));
        } else if (unknownSession(request)) {
            refuse(request, RtspStatus.SESSION_NOT_FOUND);
        } else {
            send(respond(request, target, camera));
        }
    }

    /** SETUP, DESCRIBE and keep-alives may name no session, PLAY and TEARDOWN must; none may name another's. */
    private boolean unknownSession(RtspRequest request) {
        String named = request.header("session").split(";", 2)[0].strip();
        if (named.isEmpty()) {
            return request.method().equals("PLAY") || request.method().equals("TEARDOWN");
        }
        return session == null || !session.id.equals(named);
    }

    private RtspResponse respond(RtspRequest request, Target target, Camera camera) {
        return switch (request.method()) {
            case "DESCRIBE" -> describe(request, target, camera);
            case "SETUP" -> setUp(request, camera);
            case "PLAY" -> play(request, target, camera);
            case "TEARDOWN" -> tearDown(request);
            case "GET_PARAMETER" -> inThisSession(ok(request));
            default -> refusal(request, RtspStatus.NOT_IMPLEMENTED).with("Public", PUBLIC);
        };
    }

    private RtspResponse options(RtspRequest request) {
        return ok(request).with("Public", PUBLIC);
    }

    private RtspResponse describe(RtspRequest request, Target target, Camera camera) {
        long id = camera.sdpSessionId();
        String sdp = camera.script().audioOnly()
                ? Sdp.audioOnly(camera.name(), id, desk.settings().bind())
                : Sdp.video(camera.name(), id, desk.settings().bind(), camera.footage(System.nanoTime()));
        return ok(request).with("Content-Base", target.contentBase()).withBody("application/sdp", sdp);
    }

    private RtspResponse setUp(RtspRequest request, Camera camera) {
        Transport transport = Transport.choose(request.header("transport"));
        if (session != null && session.playing()) {
            return refusal(request, RtspStatus.METHOD_NOT_VALID_IN_THIS_STATE);
        }
        if (transport == null) {
            return refusal(request, RtspStatus.UNSUPPORTED_TRANSPORT);
        }
        try {
            String id = session == null ? desk.newSessionId() : session.id;
            end();
            session = new Session(id, camera, connection, out(transport, camera), desk.random());
            String header = transportHeader(transport) + ";ssrc=" + session.ssrcHex();
            return inThisSession(ok(request)).with("Transport", header);
        } catch (IOException e) {
            log.warn("farm: SETUP of {}: {}", camera.name(), e.toString());
            return refusal(request, RtspStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private MediaOut out(Transport transport, Camera camera) throws IOException {
        int bound = desk.settings().sendQueueBytes();
        if (transport.tcp()) {
            return new InterleavedOut(connection, transport, bound);
        }
        UdpPorts ports = desk.udpPorts(connection.loop());
        // Never the "destination" a client names: the farm sends only to who asked.
        InetSocketAddress media = new InetSocketAddress(connection.peer().getAddress(), transport.media());
        InetSocketAddress control = new InetSocketAddress(connection.peer().getAddress(), transport.control());
        ports.expect(control, connection::heard);
        return new DatagramOut(connection.loop(), ports, media, control, bound, camera.counts());
    }

    private String transportHeader(Transport transport) throws IOException {
        String pair = transport.media() + "-" + transport.control();
        return transport.tcp()
                ? "RTP/AVP/TCP;unicast;interleaved=" + pair
                : "RTP/AVP;unicast;client_port=" + pair + ";server_port="
                        + desk.udpPorts(connection.loop()).serverPorts();
    }

    private RtspResponse play(RtspRequest request, Target target, Camera camera) {
        long now = System.nanoTime();
        RtspResponse response = inThisSession(ok(request)).with("Range", "npt=now-");
        if (!session.playing()) {
            String info = session.rtpInfo(camera.nextKeyPtsTicks(now));
            session.play(now);
            return response.with("RTP-Info", "url=" + target.trackUrl() + ";" + info);
        }
        return response;
    }

    private RtspResponse tearDown(RtspRequest request) {
        end();
        return ok(request);
    }

    private RtspResponse inThisSession(RtspResponse response) {
        return session == null
                ? response
                : response.with(
                        "Session",
                        session.id + ";timeout="
                                + desk.settings().sessionTimeout().toSeconds());
    }

    private static RtspResponse ok(RtspRequest request) {
        return new RtspResponse(RtspStatus.OK, request.cseq());
    }

    private RtspResponse refusal(RtspRequest request, RtspStatus status) {
        desk.counts().add(FarmCounter.REQUESTS_REFUSED, 1);
        return new RtspResponse(status, request.cseq());
    }

    private void refuse(RtspRequest request, RtspStatus status) {
        send(refusal(request, status));
    }

    private void send(RtspResponse response) {
        connection.send(response.bytes());
    }
}
