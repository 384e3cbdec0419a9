"""An RTSP server that nobody here wrote: GStreamer's, playing files as live cameras on 127.0.0.1.

usage: gst_rtsp_server.py PORT [--user NAME --password WORD] MOUNT=PIPELINE...

PORT 0 takes a free one. Each MOUNT plays one gst-launch description whose payloader is called pay0, shared by all of its
clients and started with the first. Prints "port N" once it listens; ends when its standard input ends.
"""
import argparse
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


def require_login(server, factory, user, password):
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_role(user)
    permissions.add_permission_for_role(user, "media.factory.access", True)
    permissions.add_permission_for_role(user, "media.factory.construct", True)
    factory.set_permissions(permissions)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", user)
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(user, password, token)
    server.set_auth(auth)


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("mounts", nargs="+", metavar="MOUNT=PIPELINE")
    return parser.parse_args()


def main():
    arguments = parse()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    for mount in arguments.mounts:
        name, pipeline = mount.split("=", 1)
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch("( " + pipeline + " )")
        factory.set_shared(True)
        if arguments.user:
            require_login(server, factory, arguments.user, arguments.password)
        server.get_mount_points().add_factory("/" + name, factory)
    if server.attach(None) == 0:
        sys.exit("cannot listen on port " + arguments.port)
    print("port", server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


gi.require_version("GstRtsp", "1.0")
from gi.repository import GstRtsp  # noqa: E402

main()
