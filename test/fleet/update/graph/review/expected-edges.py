#!/usr/bin/env python3
"""Writes the edges of five public repositories, by other means than src/: names from their Makefiles, manifests, bake and compose
files, FROM lines by regular expressions. Usage: expected-edges.py FOLDER OUT [SNAPSHOT]; FOLDER has one folder for each repository,
SNAPSHOT is one of dotnet's images (schema/fleet-snapshot.json) with the digests of their bases.

Where a repository says in a second place what stands on what, that is compared, and a difference ends the run."""
import json
import os
import re
import sys

import yaml


def full(name):
    head = name.split('/')[0]
    if '/' not in name or not ('.' in head or ':' in head or head == 'localhost'):
        name = 'docker.io/' + (name if '/' in name else 'library/' + name)
    if '@' not in name and ':' not in name.split('/')[-1]:
        name += ':latest'
    return name


def expand(text, values):
    for _ in range(10):
        text = re.sub(r'\$(?:\{(\w+)\}|(\w+))', lambda m: values.get(m.group(1) or m.group(2), ''), text)
    return text


def read_uses(path, args=None, target=None):
    """(kind, base) of what one Dockerfile needs; None for a base that nobody can tell."""
    escape = '`' if re.match(r'(?i)#\s*escape=`', open(path).read().lstrip('\ufeff').split('\n')[0]) else '\\'
    lines, pending, heredoc = [], '', None
    for line in open(path, encoding='utf-8-sig'):
        line = line.rstrip('\n').rstrip('\r')
        if heredoc:
            heredoc = None if line.strip() == heredoc else heredoc
            continue
        if line.lstrip().startswith('#') or (pending and not line.strip()):
            continue
        if line.rstrip().endswith(escape):
            pending += line.rstrip()[:-1] + ' '
            continue
        lines.append((pending + line).strip())
        pending = ''
        found = re.search(r'<<-?[\'"]?(\w+)', lines[-1])
        heredoc = found.group(1) if found and re.match('(?i)(run|copy|add)', lines[-1]) else None
    values, stages, names = {}, [], {}
    for line in lines:
        word = line.split(None, 1)[0].upper() if line else ''
        if word == 'ARG' and not stages:
            name, _, default = line.split(None, 1)[1].partition('=')
            values[name] = (args or {}).get(name, expand(default.strip('"\''), values))
        elif word == 'FROM':
            found = re.match(r'(?i)FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?', line)
            base = expand(found.group(1), values)
            stages.append({'base': names.get(base.lower(), base), 'takes': []})
            if found.group(2):
                names[found.group(2).lower()] = len(stages) - 1
        elif stages:
            for kind, pattern in [('copy-from', r'(?i)^COPY\s.*?--from=(\S+)'), ('mount-from', r'--mount=\S*?\bfrom=([^,\s]+)')]:
                if (word == 'COPY') == (kind == 'copy-from') and word in ('COPY', 'RUN'):
                    for name in re.findall(pattern, line):
                        stages[-1]['takes'].append((kind, int(name) if name.isdigit() else names.get(name.lower(), name)))
    last = names[target.lower()] if target else len(stages) - 1
    own, at = {last}, last
    while isinstance(stages[at]['base'], int):
        at = stages[at]['base']
        own.add(at)
    wanted, open_ = set(), [last]
    while open_:
        at = open_.pop()
        if at not in wanted:
            wanted.add(at)
            open_ += [x for x in [stages[at]['base']] + [b for _, b in stages[at]['takes']] if isinstance(x, int)]
    uses = set()
    for at in wanted:
        base = stages[at]['base']
        if not isinstance(base, int) and base.lower() != 'scratch':
            whole = base and not re.search(r'^[:/]|[:/]$|//', base)
            uses.add(('from' if at in own else 'builder-from', full(base) if whole else None))
        uses |= {(kind, full(b)) for kind, b in stages[at]['takes'] if not isinstance(b, int)}
    return uses


def is_dockerfile(name):
    if re.search(r'\.(cs|txt|md|dockerignore|sh|ps1|py)$', name):
        return False
    return re.match(r'(?i)dockerfile([._-].*)?$', name) or re.search(r'(?i).\.dockerfile$', name)


def dockerfiles(root, exclude=()):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in ('.git', 'node_modules'))
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), root)
            if is_dockerfile(name) and not any(re.match(e, path) for e in exclude):
                yield path


class Graph:
    def __init__(self, root):
        self.root, self.images, self.by_name, self.used = root, [], {}, set()

    def add(self, names, dockerfile, args=None, target=None, id=None):
        image = id or names[0]
        for name in names:
            self.by_name.setdefault(full(name), image)
        self.images.append((image, read_uses(os.path.join(self.root, dockerfile), args, target)))
        self.used.add(os.path.normpath(dockerfile))

    def add_rest(self, exclude=()):
        for path in dockerfiles(self.root, exclude):
            if path not in self.used:
                self.add([], path, id=path)

    def edges(self):
        for image, uses in self.images:
            for kind, base in uses:
                if base is not None:
                    tagged = base.split('@')[0]
                    yield image, kind, self.by_name.get(full(tagged), base)


def docker_stacks(root):
    graph = Graph(root)
    makefile = open(f'{root}/Makefile').read()
    order = re.search(r'ALL_IMAGES:= \\\n((?:\t\S+ ?\\?\n)+)', makefile).group(1).replace('\\', ' ').split()
    for name in order:
        graph.add([f'quay.io/jupyter/{name}:latest'], f'images/{name}/Dockerfile')
        for variant in sorted(os.listdir(f'{root}/images/{name}')):
            if os.path.exists(f'{root}/images/{name}/{variant}/Dockerfile'):
                graph.add([f'quay.io/jupyter/{name}:{variant}-latest'], f'images/{name}/{variant}/Dockerfile')
    graph.add_rest()
    edges = sorted(graph.edges())
    # The Makefile lists images after those that they stand on, and the workflow says each one's parent.
    position = {f'quay.io/jupyter/{name}:latest': i for i, name in enumerate(order)}
    inner = [(i, b) for i, k, b in edges if k == 'from' and i in position and b in position]
    assert len(inner) == 10 and all(position[i] > position[b] for i, b in inner)
    jobs = yaml.safe_load(open(f'{root}/.github/workflows/docker.yml'))['jobs']
    told = {}
    for job in jobs.values():
        given = job.get('with', {})
        if 'parent-image' in given:
            tag = f"{given['variant']}-latest" if given.get('variant', 'default') != 'default' else 'latest'
            told[f"quay.io/jupyter/{given['image']}:{tag}"] = given['parent-image']
    for image, parent in told.items():
        found = [b for i, k, b in edges if i == image and k == 'from']
        if parent:
            assert found == [f'quay.io/jupyter/{parent}:latest'], (image, parent, found)
    assert len(told) == 14, told
    return graph, edges


def rocker(root):
    graph, told = Graph(root), {}
    for file in sorted(os.listdir(f'{root}/bakefiles')):
        if file.endswith('.docker-bake.json'):
            for target in json.load(open(f'{root}/bakefiles/{file}'))['target'].values():
                graph.add(target['tags'], target['dockerfile'])
                told[target['tags'][0]] = target.get('labels', {}).get('org.opencontainers.image.base.name')
    add_compose(graph, root)
    graph.add_rest()
    edges = sorted(graph.edges())
    # The labels of each target say its base too.
    for image, base in told.items():
        if base:
            assert [graph.by_name.get(full(base), base)] == [b for i, k, b in edges if i == image and k == 'from'], image
    assert sum(1 for base in told.values() if base) >= 25, told
    return graph, edges


def selenium(root):
    version, graph = '4.25.0-20241024', Graph(root)
    makefile = open(f'{root}/Makefile').read()
    variables = {'NAME': 'selenium', 'NAMESPACE': 'selenium', 'TAG_VERSION': version, 'FFMPEG_TAG_VERSION': 'ffmpeg-7.1',
                 'BUILD_DATE': '20241024', 'FFMPEG_BASED_NAME': 'linuxserver', 'FFMPEG_BASED_TAG': 'version-7.1-cli',
                 'FROM_IMAGE_ARGS': f'--build-arg NAMESPACE=selenium --build-arg VERSION={version}', 'AUTHORS': 'SeleniumHQ'}
    made, needs = {}, {}
    for target, wanted, recipe in re.findall(r'(?m)^(\w+):(.*)\n((?:[\t ]+.*\n)+)', makefile):
        found = re.search(r'cd \./(\w+) && (?:SEL_PASSWD=\S+ )?docker buildx build (?:[^\n]|\\\n)* -t (\S+) \.', recipe)
        # Upgrades give the same names again.
        if found is None or target.endswith('_upgrade_version'):
            continue
        text = re.sub(r'\$\((\w+)\)', lambda m: variables.get(m.group(1), ''), found.group(0))
        args = dict(re.findall(r'--build-arg (\w+)=(\S*)', text))
        name = re.search(r' -t (\S+) \.', text).group(1)
        graph.add([name], f'{found.group(1)}/Dockerfile', args)
        made[target], needs[target] = name, wanted.split()
    graph.add_rest()
    edges = sorted(graph.edges())
    # The prerequisites of each target say what it stands on.
    for target, wanted in needs.items():
        bases = [made[x] for x in wanted if x in made]
        found = [b for i, k, b in edges if i == made[target] and k == 'from' and b in made.values()]
        # The development versions of nodes stand on the released base without a prerequisite.
        assert found == bases or (not bases and re.search(r':(dev|beta)$', made[target])), (target, found, bases)
    assert len(made) == 31, len(made)
    return graph, edges


def dotnet(root):
    graph = Graph(root)
    manifest = json.load(open(f'{root}/manifest.json'))
    values = dict(manifest['variables'], **json.load(open(f'{root}/manifest.versions.json'))['variables'])

    def tag(text):
        while '$(' in text:
            text = re.sub(r'\$\(([^()]+)\)', lambda m: values[m.group(1)], text)
        return text

    for repo in manifest['repos']:
        prefix = f"{manifest['registry']}/{repo['name']}:"
        for image in repo['images']:
            for platform in image['platforms']:
                graph.add([prefix + tag(t) for t in platform['tags']], platform['dockerfile'] + '/Dockerfile')
                # The shared tag is that of the platform which the expected list is for.
                if platform.get('architecture', 'amd64') == 'amd64':
                    for shared in image.get('sharedTags', {}):
                        graph.by_name.setdefault(full(prefix + tag(shared)), graph.images[-1][0])
    assert len(graph.images) == 601
    graph.add_rest([r'eng/dockerfile-templates/', r'tests/[^/]*/Baselines/'])
    return graph, sorted(graph.edges())


def add_compose(graph, root):
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if name not in ('compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'):
                continue
            file = os.path.relpath(os.path.join(folder, name), root)
            for service, fields in yaml.safe_load(open(f'{root}/{file}'))['services'].items():
                build = fields.get('build')
                if build is None:
                    continue
                build = {'context': build} if isinstance(build, str) else build
                context = os.path.join(os.path.dirname(file), build['context'])
                names = [fields['image'] + ':latest'] if 'image' in fields else []
                graph.add(names, os.path.join(context, build.get('dockerfile', 'Dockerfile')), build.get('args'),
                          build.get('target'), None if names else f'{file}#{service}')


def compose(root):
    graph = Graph(root)
    add_compose(graph, root)
    graph.add_rest()
    return graph, sorted(graph.edges())


def compare_digests(edges, file):
    snapshot = json.load(open(file))
    names = {}
    bases = {image: base for image, kind, base in edges if kind == 'from'}
    for image in snapshot['images']:
        names[image['digest']] = [f"mcr.microsoft.com/{image['repository']}:{tag}" for tag in image['tags']]
    inner = outer = 0
    for image in snapshot['images']:
        own = [name for name in names[image['digest']] if name in bases]
        if not own or not image.get('base'):
            continue
        found = names.get(image['base'].split('@')[1])
        if found is None:
            assert not bases[own[0]].startswith('mcr.microsoft.com/dotnet/'), own
            outer += 1
        else:
            assert bases[own[0]] in found, own
            inner += 1
    print(inner, 'bases by digest are the images of the list,', outer, 'are none of them')


READERS = {'docker-stacks': docker_stacks, 'rocker-versioned2': rocker, 'docker-selenium': selenium,
           'dotnet-docker': dotnet, 'awesome-compose': compose}

if __name__ == '__main__':
    for name, read in READERS.items():
        graph, edges = read(f'{sys.argv[1]}/{name}')
        with open(f'{sys.argv[2]}/{name}.edges', 'w') as out:
            out.write(f'# {len(graph.images)} images\n')
            out.writelines(f'{image}\t{kind}\t{base}\n' for image, kind, base in edges)
        print(name, len(graph.images), 'images', len(edges), 'edges')
        if name == 'dotnet-docker' and len(sys.argv) > 3:
            compare_digests(edges, sys.argv[3])
