# One image for every application; compose names the one to run. Three stages, so that neither the compiler nor the
# tests' servers are in what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
# Node comes with the image; npm's copy of it, the dependency `node`, is for machines without
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/npm npm ci --cache /npm --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY libs libs
COPY apps apps
COPY tools tools
RUN node node_modules/typescript/bin/tsc -p .
# templates and styles stand beside the programs that use them, and the compiler leaves them
RUN find apps libs \( -name '*.njk' -o -name '*.css' -o -name '*.svg' \) -exec cp --parents {} dist ';'

FROM node:24-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/npm npm ci --cache /npm --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node node_modules/.bin/node node_modules/node-bin-*

FROM node:24-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --disable-warning=TimeoutNegativeWarning"
WORKDIR /app
RUN mkdir -p /var/lib/interlock/truth && chown -R node:node /var/lib/interlock
COPY --from=production /app/node_modules node_modules
COPY package.json ./
COPY contracts contracts
COPY tools tools
COPY --from=build /app/dist dist
USER node
VOLUME ["/var/lib/interlock"]
ENTRYPOINT ["/app/tools/docker/enter.sh"]
CMD ["node", "dist/tools/interlock/main.js", "--help"]
