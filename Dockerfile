# syntax=docker/dockerfile:1.7
# One target a role: docker build --target api | worker | migrate | web. What they hold is what `npm run build` makes; see docs/containers.md.

# What is built runs anywhere, so it is built once, on the machine's own architecture, for whichever the image is for.
FROM --platform=$BUILDPLATFORM node:22.21.1-bookworm AS build
WORKDIR /src
ENV CI=true \
    npm_config_cache=/cache/npm \
    npm_config_store_dir=/cache/pnpm
COPY . .
RUN --mount=type=cache,target=/cache npm run build


FROM node:22.21.1-bookworm-slim AS migrate
ARG VERSION=""
LABEL org.opencontainers.image.title="apiscope-migrate" \
      org.opencontainers.image.description="Apiscope: brings its tables up to date, and ends" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/dist/migrate ./
USER 1000:1000
STOPSIGNAL SIGTERM
# It ends by itself, and its exit code says how.
HEALTHCHECK NONE
CMD ["node", "main.mjs"]


FROM node:22.21.1-bookworm-slim AS worker
ARG VERSION=""
LABEL org.opencontainers.image.title="apiscope-worker" \
      org.opencontainers.image.description="Apiscope: jobs and crons" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/dist/worker ./
USER 1000:1000
STOPSIGNAL SIGTERM
# It listens nowhere. What can be seen from beside it is whether it holds a connection to its database (established: 01, as the kernel lists it).
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "const fs = require('fs'), port = (Number(new URL(process.env.DATABASE_URL).port) || 5432).toString(16).padStart(4, '0'); process.exit(['tcp', 'tcp6'].some((list) => { try { return new RegExp(':' + port + ' 01 ', 'i').test(fs.readFileSync('/proc/net/' + list, 'latin1')); } catch { return false; } }) ? 0 : 1)"]
CMD ["node", "main.mjs"]


FROM node:22.21.1-bookworm-slim AS api
ARG VERSION=""
LABEL org.opencontainers.image.title="apiscope-api" \
      org.opencontainers.image.description="Apiscope: REST, tRPC, streams and the dashboard" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
# On all addresses, since a container's loopback is nobody else's: callers have to say who they are.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    VERSION="$VERSION"
WORKDIR /app
COPY --from=build /src/dist/api ./
USER 1000:1000
STOPSIGNAL SIGTERM
EXPOSE 3000
# Lives, not ready: a database that is away is told to whoever asks, and no reason to end the process.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]


FROM node:22.21.1-bookworm-slim AS web
ARG VERSION=""
LABEL org.opencontainers.image.title="apiscope-web" \
      org.opencontainers.image.description="Apiscope: the dashboard, apart from the API" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
COPY --from=build /src/dist/web ./
USER 1000:1000
STOPSIGNAL SIGTERM
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]
