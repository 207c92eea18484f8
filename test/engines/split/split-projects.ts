// Ten projects with a Dockerfile of one stage, as people write them: seven that compile, three that do not.
import type { Tree } from '../../support/context-trees.ts';

/** A project, and what it does. */
export interface SplitProject {
  readonly name: string;
  readonly tree: Tree;
  /** Run in both images. */
  readonly smoke: string;
  /** What of a split is expected; undefined where nothing is gained. */
  readonly base?: 'scratch' | 'distribution';
}

/** The image that all of them begin with. */
export const BASE = 'debian:bookworm-slim-as-official';

const APT = 'RUN apt-get update && apt-get install -y --no-install-recommends';

/** In the order in which they are built. */
export const SPLIT_PROJECTS: readonly SplitProject[] = [
  {
    name: 'Go server',
    base: 'scratch',
    smoke: '/usr/local/bin/server --check',
    tree: {
      Dockerfile: `# A small server
FROM ${BASE}
${APT} golang-go
WORKDIR /src
# only what go needs
COPY go.mod main.go ./
COPY templates templates
ENV CGO_ENABLED=0 GREETING=hello
RUN go build -o /usr/local/bin/server .
EXPOSE 8080
# the end
CMD ["/usr/local/bin/server"]
`,
      'go.mod': 'module example.com/server\n\ngo 1.19\n',
      'main.go': `package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	page, err := os.ReadFile("templates/page.html")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	if len(os.Args) > 1 {
		fmt.Print(os.Getenv("GREETING"), " ", string(page))
		return
	}
	http.ListenAndServe("127.0.0.1:8080", nil)
}
`,
      templates: { 'page.html': '<h1>page</h1>\n' },
    },
  },
  {
    name: 'C with a library of the system',
    base: 'scratch',
    smoke: 'checksum abc',
    tree: {
      Dockerfile: `FROM ${BASE}
${APT} gcc libc6-dev zlib1g-dev
COPY main.c /src/main.c
RUN gcc -O2 -o /usr/local/bin/checksum /src/main.c -lz
CMD ["checksum", "hello"]
`,
      'main.c': `#include <stdio.h>
#include <string.h>
#include <zlib.h>
int main(int argc, char **argv) {
  printf("%lx\\n", crc32(0, (const unsigned char *)argv[1], strlen(argv[1])));
  return 0;
}
`,
    },
  },
  {
    name: 'C++ with a shared library of its own',
    base: 'scratch',
    smoke: '/usr/local/bin/greet world',
    tree: {
      Dockerfile: `FROM ${BASE} as build
${APT} g++ make
WORKDIR /src
COPY . .
RUN make && make install && ldconfig
USER 1000:1000
ENTRYPOINT ["/usr/local/bin/greet"]
CMD ["you"]
`,
      Makefile: `all: libgreeting.so greet
libgreeting.so: greeting.cpp
	g++ -shared -fPIC -Wl,-soname,libgreeting.so.1 -o libgreeting.so greeting.cpp
greet: main.cpp libgreeting.so
	g++ -o greet main.cpp -L. -lgreeting
install:
	install -m 755 greet /usr/local/bin/greet
	install -m 644 libgreeting.so /usr/local/lib/libgreeting.so.1
`,
      'greeting.cpp':
        '#include <string>\nstd::string greet(const std::string &who) { return "hello, " + who; }\n',
      'main.cpp': `#include <iostream>
#include <string>
std::string greet(const std::string &who);
int main(int argc, char **argv) { std::cout << greet(argv[1]) << std::endl; }
`,
    },
  },
  {
    name: 'Rust',
    base: 'scratch',
    smoke: '/app/target/release/adder 2 3',
    tree: {
      Dockerfile: `FROM ${BASE}
${APT} cargo
WORKDIR /app
COPY Cargo.toml .
COPY src src
RUN cargo build --release --offline
CMD ["./target/release/adder", "1", "2"]
`,
      'Cargo.toml': '[package]\nname = "adder"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n',
      src: {
        'main.rs':
          'fn main() {\n    let sum: i64 = std::env::args().skip(1).map(|w| w.parse::<i64>().unwrap()).sum();\n    println!("{sum}");\n}\n',
      },
    },
  },
  {
    name: 'Java',
    base: 'distribution',
    smoke: 'java -cp /app/app.jar Main check',
    tree: {
      Dockerfile: `FROM ${BASE}
${APT} openjdk-17-jdk-headless
WORKDIR /app
COPY Main.java .
RUN javac -d classes Main.java && jar --create --file app.jar --main-class Main -C classes .
CMD ["java", "-jar", "app.jar"]
`,
      'Main.java': `import java.security.MessageDigest;
import java.util.HexFormat;
public class Main {
  public static void main(String[] args) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest("plimsoll".getBytes("UTF-8"));
    System.out.println(HexFormat.of().formatHex(digest));
    javax.net.ssl.SSLContext.getDefault();
    System.out.println(java.time.ZonedDateTime.now(java.time.ZoneId.of("Europe/Paris")).getYear() > 2000);
  }
}
`,
    },
  },
  {
    name: 'TypeScript',
    base: 'distribution',
    smoke: 'node dist/index.js check',
    tree: {
      Dockerfile: `FROM ${BASE}
${APT} nodejs npm
WORKDIR /app
COPY package.json ./
RUN npm install --no-audit --no-fund
COPY . .
RUN npm run build
ENV NODE_ENV=production
CMD ["node", "dist/index.js"]
`,
      'package.json': JSON.stringify({
        name: 'app',
        version: '1.0.0',
        private: true,
        scripts: { build: 'tsc' },
        dependencies: { ms: '2.1.3' },
        devDependencies: { typescript: '5.4.5', '@types/ms': '0.7.34', '@types/node': '18.19.0' },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          outDir: 'dist',
          module: 'commonjs',
          target: 'es2020',
          esModuleInterop: true,
          skipLibCheck: true,
        },
        include: ['src'],
      }),
      src: {
        'index.ts': `import { readFileSync } from 'fs';
import ms from 'ms';
console.log(ms('2 days'), readFileSync('public/note.txt', 'utf8').trim());
`,
      },
      public: { 'note.txt': 'a note\n' },
    },
  },
  {
    name: 'Python with a compiled wheel',
    base: 'distribution',
    smoke: 'python3 app.py check',
    tree: {
      Dockerfile: `FROM ${BASE}
${APT} python3 python3-pip python3-dev gcc libc6-dev libyaml-dev
WORKDIR /app
COPY requirements.txt .
RUN pip install --break-system-packages --no-binary pyyaml -r requirements.txt
COPY app.py .
CMD ["python3", "app.py"]
`,
      'requirements.txt': 'pyyaml==6.0.2\n',
      'app.py':
        'import yaml\nassert yaml.__with_libyaml__\nprint(yaml.load("a: [1, 2]", Loader=yaml.CSafeLoader))\n',
    },
  },
  {
    name: 'plain Python',
    smoke: 'python3 /app/app.py',
    tree: {
      Dockerfile: `FROM ${BASE}\n${APT} python3\nCOPY app.py /app/app.py\nCMD ["python3", "/app/app.py"]\n`,
      'app.py': 'print("hello")\n',
    },
  },
  {
    name: 'plain Node',
    smoke: 'node /app/index.js',
    tree: {
      Dockerfile: `FROM ${BASE}\n${APT} nodejs && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY . .\nCMD ["node", "index.js"]\n`,
      'index.js': 'console.log("hello")\n',
      'package.json': '{ "name": "plain", "version": "1.0.0" }\n',
    },
  },
  {
    name: 'Perl and shell',
    smoke: 'sh /app/run.sh',
    tree: {
      Dockerfile: `FROM ${BASE}\n${APT} perl && rm -rf /var/lib/apt/lists/*\nCOPY run.sh app.pl /app/\nCMD ["sh", "/app/run.sh"]\n`,
      'run.sh': '#!/bin/sh\nexec perl /app/app.pl\n',
      'app.pl': 'print "hello\\n";\n',
    },
  },
];
