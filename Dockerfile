# Plimsoll as an image: docs/container.md says how it is run. NODE_IMAGE may be any Debian or Alpine with Node 20 or later and npm.
ARG NODE_IMAGE=node:24-bookworm-slim

# The program, from its sources.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY tools tools
COPY src src
COPY web web
RUN npm run build

# What it needs to run; what only types and readers need stays here.
FROM ${NODE_IMAGE} AS modules
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -iname 'readme*' -o -iname 'changelog*' \) -delete \
 && mkdir -p /out/usr/local/bin /out/opt/plimsoll /out/work \
 && mv node_modules package.json /out/opt/plimsoll/ \
 && ln -s /opt/plimsoll/dist/cli/main.js /out/usr/local/bin/plimsoll \
 && install -d -o 1000 -g 1000 /cache/cache

FROM ${NODE_IMAGE} AS production
COPY --from=modules /out/ /
COPY --from=build /src/dist /opt/plimsoll/dist
COPY schema /opt/plimsoll/schema
# A volume that is mounted there is the user's, as the folder is.
COPY --from=modules --chown=1000:1000 /cache/ /
ENV XDG_CACHE_HOME=/cache NODE_ENV=production
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["plimsoll"]
CMD ["--help"]
