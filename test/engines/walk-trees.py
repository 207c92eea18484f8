"""Reads the folders named on stdin, one a line, and prints for each one line of JSON: what every path below is."""
import json
import os
import stat
import sys

TYPES = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "character",
    stat.S_IFBLK: "block",
    stat.S_IFSOCK: "socket",
}


def read(path, found):
    kind = TYPES[stat.S_IFMT(found.st_mode)]
    names = [name for name in os.listxattr(path, follow_symlinks=False) if not name.startswith("trusted.overlay.")]
    content = ""
    if kind == "file":
        with open(path, "rb") as file:
            content = file.read().hex()
    return {
        "type": kind,
        "mode": stat.S_IMODE(found.st_mode),
        "uid": found.st_uid,
        "gid": found.st_gid,
        "mtimeNs": str(found.st_mtime_ns),
        "target": os.readlink(path) if kind == "symlink" else "",
        "device": f"{os.major(found.st_rdev)}:{os.minor(found.st_rdev)}" if kind in ("character", "block") else "",
        "content": content,
        "inode": f"{found.st_dev}:{found.st_ino}",
        "xattrs": {name: os.getxattr(path, name, follow_symlinks=False).hex() for name in names},
    }


def walk(root):
    found = {"": read(root, os.lstat(root))}
    folders = [""]
    while folders:
        folder = folders.pop()
        for name in os.listdir(os.path.join(root, folder)):
            path = os.path.join(folder, name)
            full = os.path.join(root, path)
            try:
                status = os.lstat(full)
            except FileNotFoundError:
                continue  # Overlayfs lists whiteouts in folders that it need not merge, but denies them.
            found[path] = read(full, status)
            if stat.S_ISDIR(status.st_mode):
                folders.append(path)
    return found


for line in sys.stdin:
    print(json.dumps(walk(line.rstrip("\n"))), flush=True)
