# docker-squash without a daemon: its own code, asked to squash all layers of an archive as `docker save` wrote it.
# python3 docker-squash.py LAYERS ARCHIVE OUTPUT
import logging
import sys

from docker_squash.squash import Squash


class Archive:
    """What docker-squash asks of the engine's client."""

    def __init__(self, layer_count, path):
        self.layer_count = layer_count
        self.path = path

    def version(self):
        return {"Version": "20.10", "ApiVersion": "1.41"}

    def inspect_image(self, image):
        return {"Id": "sha256:image"}

    def history(self, image):
        return [{"Id": f"layer{i}"} for i in reversed(range(self.layer_count))]

    def get_image(self, image):
        with open(self.path, "rb") as archive:
            yield archive.read()


_, layer_count, archive, output = sys.argv
log = logging.getLogger()
log.setLevel(logging.CRITICAL)
Squash(log, "it", docker=Archive(int(layer_count), archive), tag="it:squashed", output_path=output, load_image=False).run()
