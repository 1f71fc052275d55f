import { expect, test } from 'vitest'
import { readDeploy } from '../deploy-file.ts'
import { readDockerfile } from './read-dockerfile.ts'

test('reads stages, their bases and their instructions', () => {
  const stages = readDockerfile(`# A comment.
ARG BASE=node:1
FROM \${BASE} AS build
WORKDIR /clone
COPY . .
RUN one && \\
  two --flag
FROM $BASE AS last
ENV A=1 B=x=y
COPY --from=build /made /app
USER 7:8
EXPOSE 80 81
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --retries=3 CMD ["node", "-e", "f('a b')"]
ENTRYPOINT ["node", "/app/main.js"]
CMD serve --now`)
  expect(stages).toEqual([
    {
      name: 'build',
      base: 'node:1',
      instructions: [
        { kind: 'workdir', path: '/clone' },
        { kind: 'copy', from: undefined, sources: ['.'], destination: '.' },
        { kind: 'run', command: ['/bin/sh', '-c', expect.stringMatching(/^one && +two --flag$/)] },
      ],
    },
    {
      name: 'last',
      base: 'node:1',
      instructions: [
        { kind: 'env', variables: { A: '1', B: 'x=y' } },
        { kind: 'copy', from: 'build', sources: ['/made'], destination: '/app' },
        { kind: 'user', uid: 7, gid: 8 },
        { kind: 'expose', ports: [80, 81] },
        { kind: 'stopsignal', signal: 'SIGINT' },
        { kind: 'healthcheck', command: ['node', '-e', "f('a b')"] },
        { kind: 'entrypoint', command: ['node', '/app/main.js'] },
        { kind: 'cmd', command: ['/bin/sh', '-c', 'serve --now'] },
      ],
    },
  ])
})

test('reads the whole Dockerfile', () => {
  expect(readDockerfile(readDeploy('Dockerfile')).map(({ name }) => name)).toEqual([
    'build',
    'mock',
    'proxy',
  ])
})

test.each([
  ['VOLUME /data', 'VOLUME: the tests cannot follow it'],
  ['ADD . .', 'ADD: the tests cannot follow it'],
  ['ARG LATE=1', 'ARG: the tests cannot follow it'],
  ['ONBUILD RUN true', 'ONBUILD: the tests cannot follow it'],
  ['SHELL ["/bin/bash", "-c"]', 'SHELL: '],
  ['COPY --chown=1:1 . .', 'COPY: --chown=1:1'],
  ['COPY --from=build --link /a /b', 'COPY: --link'],
  ['COPY *.json .', 'COPY: *.json'],
  ['COPY one', 'COPY: it names no destination'],
  ['RUN --mount=type=cache,target=/root/.npm npm ci', 'RUN: --mount'],
  ['RUN <<END\ntrue\nEND', 'RUN: a here-document'],
  ['RUN', 'RUN: it says nothing'],
  ['ENV NAME value', 'ENV: not NAME=value'],
  ['ENV PATH=$HOME', 'ENV: PATH=$HOME'],
  ['USER node', 'USER: node is not UID:GID'],
  ['STOPSIGNAL SIGINT SIGTERM', 'STOPSIGNAL: several arguments'],
  ['USER 10001', 'USER: 10001 is not UID:GID'],
  ['WORKDIR app', 'WORKDIR: not an absolute path'],
  ['EXPOSE 80/udp', 'EXPOSE: not a port'],
  ['HEALTHCHECK NONE', 'HEALTHCHECK: NONE'],
  ['HEALTHCHECK --start-interval=1s CMD true', 'HEALTHCHECK: --start-interval=1s'],
  ['FROM other', 'FROM: a stage needs a name'],
  ['FROM ${NO} AS next', 'FROM: the variable NO has no value'],
  ['FROM --platform=linux/arm64 a AS next', 'FROM: --platform=linux/arm64'],
])('refuses what it would otherwise pass over: %s', (line, message) => {
  const text = `FROM node:1 AS one\n${line}\n`
  expect(() => readDockerfile(text)).toThrow(`Dockerfile, line 2: ${message}`)
})
