import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { pack, ROOT } from '../src/build/pack-all.ts'
import { packExclusively } from '../src/build/pack-exclusively.ts'
import type { Publication } from '../src/publish-order.ts'
import { packShared } from './shared-folders.ts'

const PUBLISH = path.join(ROOT, '.ci/publish.mjs')
/** What the workflow says of itself. */
const WORKFLOW = { GITHUB_SERVER_URL: 'http://git.test', GITHUB_REPOSITORY: 'someone/fork' }
let folder: string
let release: Publication[]

async function run(command: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } })
  const [ended, stdout, stderr] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code: ended[0] as number, stdout, stderr }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-release-'))
  // Some tarballs are changed below.
  await cp(await packShared(), folder, { recursive: true })
  release = JSON.parse(await readFile(path.join(folder, 'release.json'), 'utf8'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** As the workflow packs it: the tarball names the repository. */
async function packAgain(publication: Publication) {
  const source = path.join(ROOT, 'packages/contracts')
  const { tarball } = await packExclusively(ROOT, () =>
    pack(source, { destination: folder, env: { ...process.env, ...WORKFLOW } }),
  )
  expect(path.basename(tarball)).toBe(publication.tarball)
  publication.sha512 = createHash('sha512')
    .update(await readFile(tarball))
    .digest('hex')
  await writeFile(path.join(folder, 'release.json'), JSON.stringify(release))
}

type Published = { repository?: object }
type Sent = { name: string; versions: Record<string, Published>; access: string }

/** A registry of npm on loopback: it keeps what is published, or fails with 500. */
async function startRegistry(isDown = false) {
  const sent: Sent[] = []
  const server = createServer(async (req, res) => {
    const name = decodeURIComponent((req.url ?? '').slice(1).split('?')[0] ?? '')
    const known = sent.find((each) => each.name === name)
    if (req.method === 'PUT') sent.push(JSON.parse(await text(req)))
    const status = isDown ? 500 : req.method === 'PUT' || known != null ? 200 : 404
    res.writeHead(status, { 'content-type': 'application/json' })
    res.end(JSON.stringify(known ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const userconfig = path.join(folder, `npmrc-${port}`)
  await writeFile(
    userconfig,
    `registry=http://127.0.0.1:${port}/\n//127.0.0.1:${port}/:_authToken=of-a-test\n`,
  )
  const cache = path.join(folder, `cache-${port}`)
  const env = {
    npm_config_userconfig: userconfig,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: cache,
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
    npm_config_provenance: 'false',
  }
  return { sent, env }
}

test('what others depend on is published first', () => {
  const names = release.map(({ name }) => name.replace('@aloha-pi/', ''))
  expect(names).toEqual(['contracts', 'proxy', 'browser-sdk', 'client', 'conformance', 'mock-pi'])
})

test('each tarball has a CycloneDX document of its contents and its hash', async () => {
  for (const { name, version, tarball, sha512 } of release) {
    const file = path.join(folder, tarball.replace(/tgz$/, 'cdx.json'))
    const sbom = JSON.parse(await readFile(file, 'utf8'))
    const { component } = sbom.metadata
    expect(sbom.bomFormat).toBe('CycloneDX')
    expect(component.purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`)
    expect(component.hashes).toEqual([{ alg: 'SHA-512', content: sha512 }])
    const inside: string[] = sbom.components.map((each: { purl: string }) => each.purl)
    expect(inside).toContainEqual(expect.stringMatching(/^pkg:npm\/zod@4\./))
    const isMock = name === '@aloha-pi/mock-pi'
    const isBundle = isMock || name === '@aloha-pi/proxy'
    expect(inside.some((purl) => purl.startsWith('pkg:npm/express@'))).toBe(isBundle)
    expect(inside.some((purl) => purl.includes('/api-reference@'))).toBe(isBundle)
    const isForTests = inside.some((purl) => purl.startsWith('pkg:npm/vitest@'))
    // An optional peer of the contract tests, for their suite, and of the mock, for its matchers.
    expect(isForTests).toBe(name === '@aloha-pi/conformance' || isMock)
  }
})

test('a dry run passes for each package and sends nothing', async () => {
  const { sent, env } = await startRegistry()
  const { code, stdout } = await run([PUBLISH, folder], env)
  expect(code).toBe(0)
  for (const { name, version } of release)
    expect(stdout).toContain(`${name}@${version}: dry run passed`)
  expect(sent).toEqual([])
})

test('publishes each package once, with the repository of the workflow', async () => {
  const { sent, env } = await startRegistry()
  await packAgain(release[0]!)
  expect(await run([PUBLISH, folder, '--publish'], env)).toMatchObject({ code: 0 })
  expect(sent.map(({ name }) => name)).toEqual(release.map(({ name }) => name))
  expect(sent.map(({ access }) => access)).toEqual(release.map(() => 'public'))
  expect(Object.values(sent[0]!.versions)[0]!.repository).toEqual({
    type: 'git',
    url: 'git+http://git.test/someone/fork.git',
    directory: 'packages/contracts',
  })
  const again = await run([PUBLISH, folder, '--publish'], env)
  expect(again.code).toBe(0)
  expect(again.stdout).toContain(`${release[0]!.name}@${release[0]!.version} is published`)
  expect(sent).toHaveLength(release.length)
})

test('a registry that fails is not one that has nothing', async () => {
  const { sent, env } = await startRegistry(true)
  const { code, stderr } = await run([PUBLISH, folder, '--publish'], env)
  expect(code).toBe(1)
  expect(stderr).toContain(`npm view ${release[0]!.name}@${release[0]!.version} failed`)
  expect(sent).toEqual([])
})

test('a tarball that changed after it was packed is not published', async () => {
  const { sent, env } = await startRegistry()
  const { tarball } = release.at(-1)!
  await appendFile(path.join(folder, tarball), 'x')
  const { code, stderr } = await run([PUBLISH, folder, '--publish'], env)
  expect(code).toBe(1)
  expect(stderr).toContain(`${tarball} is not the packed file`)
  expect(sent).toEqual([])
})
