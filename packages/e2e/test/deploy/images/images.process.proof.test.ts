import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '@aloha-pi/proxy/workspace/start-postgres'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import * as yaml from 'yaml'
import { deployPath, readDeploy } from '../deploy-file.ts'
import type { Image } from './build-images.ts'
import { openNetwork, runInRoot, startInRoot, type Bind, type Entry } from './enter-root.ts'
import { makeImages, type Images } from './make-images.ts'

const made = await makeImages()
if ('missing' in made) process.stderr.write(`The Dockerfile was not followed: ${made.missing}\n`)
// Never used where there is none: each test is skipped before it begins.
const images = made as Images
beforeEach(({ skip }) => {
  if ('missing' in made) skip(made.missing)
})
afterAll(() => ('missing' in made ? undefined : images.remove()))

type Service = {
  entrypoint?: string[]
  command?: string[]
  environment: Record<string, string>
  stop_grace_period?: string
}
const { services } = yaml.parse(readDeploy('compose.yaml'), { merge: true }) as {
  services: Record<'migrate' | 'mock' | 'payout' | 'proxy', Service>
}
const GRACE_MS = Number.parseInt(services.proxy.stop_grace_period ?? '10', 10) * 1000

type Found = { name: string; owner: string; type: string; mode: number }

/** All files of a root. No symbolic link is followed: some lead to folders of this machine. */
async function list(root: string): Promise<Found[]> {
  const args = [root, '-mindepth', '1', '-printf', String.raw`%P\t%U:%G\t%y\t%m\n`]
  const { stdout } = await promisify(execFile)('find', args, { maxBuffer: 2 ** 26 })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', owner = '', type = '', mode = ''] = line.split('\t')
      return { name, owner, type, mode: Number.parseInt(mode, 8) }
    })
}

/** What an image has besides Node; seen before any program runs in it. */
async function contentOf(image: Image) {
  const base = new Set((await list(images.base)).map((each) => each.name))
  return { image, added: (await list(image.root)).filter((each) => !base.has(each.name)) }
}
const before = (
  'missing' in made
    ? {}
    : { proxy: await contentOf(images.proxy), mock: await contentOf(images.mock) }
) as Record<'mock' | 'proxy', Awaited<ReturnType<typeof contentOf>>>

test.for(['proxy', 'mock'] as const)(
  '%s: the image is Node and what npm installed, which its user cannot change',
  async (name) => {
    const { image, added } = before[name]
    const names = added.map((each) => each.name)
    expect(names.filter((each) => each !== 'app' && !each.startsWith('app/'))).toEqual([])
    // The packages, npm's own notes, and the package.json that `npm init` wrote.
    expect(names.filter((each) => /^app\/[^/]+$/.test(each)).toSorted()).toEqual([
      'app/node_modules',
      'app/package-lock.json',
      'app/package.json',
    ])
    // Packages of others may have a `src`; ours have what is built from it.
    const unwanted = /(^|\/)(\.npmrc|\.git|\.env|\.data)(\/|$)|@aloha-pi\/[^/]+\/src(\/|$)/
    expect(names.filter((each) => unwanted.test(each))).toEqual([])

    expect(image.user).toEqual({ uid: 10001, gid: 10001 })
    const isChangeable = ({ owner, type, mode }: Found) =>
      owner !== '0:0' || (type !== 'l' && (mode & 0o022) !== 0)
    expect(added.filter(isChangeable)).toEqual([])
  },
)

test('no image has a secret in its environment', () => {
  for (const { env } of [images.proxy, images.mock]) {
    expect(
      Object.keys(env).filter((each) => /KEY|SEED|TOKEN|PASSWORD|DATABASE|npm/i.test(each)),
    ).toEqual([])
  }
})

/** Programs in the images, in one network that leads nowhere else, as in the compose file. */
async function openPod() {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pod-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const hosts = path.join(folder, 'hosts')
  await writeFile(hosts, '127.0.0.1 localhost mock proxy database\n')
  const network = await openNetwork()
  onTestFinished(() => network.close())
  const entry = (image: Image, command: readonly string[], more: Partial<Entry> = {}): Entry => ({
    root: image.root,
    command,
    workdir: image.workdir,
    isReadOnly: true,
    networkOf: network.pid,
    ...(image.user == null ? {} : { user: image.user }),
    ...more,
    env: { ...image.env, ...more.env },
    binds: [{ source: hosts, target: '/etc/hosts' }, ...(more.binds ?? [])],
  })
  return { folder, entry }
}
type Pod = Awaited<ReturnType<typeof openPod>>

/** Starts an image, and waits until its healthcheck passes. */
async function start(pod: Pod, image: Image, entry: Entry) {
  const running = await startInRoot(entry)
  onTestFinished(() => running.kill())
  const check = () => runInRoot(pod.entry(image, image.healthcheck))
  const healthy = async () => {
    await expect.poll(async () => (await check()).code, { interval: 200 }).toBe(0)
  }
  const tooEarly = async () => {
    throw new Error(`${entry.command.join(' ')} ended with ${await running.ended}`)
  }
  await Promise.race([healthy(), tooEarly()])
  return { ...running, check }
}

/** What the kernel says of a process. */
async function rightsOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const find = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1]
  return {
    uids: find('Uid'),
    gids: find('Gid'),
    groups: find('Groups')?.trim(),
    rights: find('CapEff'),
  }
}
const ID = '10001\t10001\t10001\t10001'
const FEW_RIGHTS = { uids: ID, gids: ID, groups: '', rights: '0000000000000000' }

/** The ports at which something listens in the network of a process. */
async function portsOf(pid: number): Promise<number[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  )
  const listening = tables.join('\n').matchAll(/^\s*\d+: \w+:(\w{4}) \w+:0000 0A /gm)
  return [...new Set([...listening].map(([, port = '']) => Number.parseInt(port, 16)))].toSorted()
}

/** An empty database behind its socket, which is where the images look for it. */
async function openDatabase(): Promise<{ url: string; binds: Bind[] } | undefined> {
  const postgres = await startPostgres()
  if (postgres == null) return undefined
  onTestFinished(() => postgres.remove())
  const { username, password, port, pathname } = new URL(await postgres.newDatabase())
  const socket = '/run/postgresql/.s.PGSQL.5432'
  return {
    url: `postgres://${username}:${password}@localhost${pathname}?host=/run/postgresql`,
    binds: [{ source: `/tmp/.s.PGSQL.${port}`, target: socket }],
  }
}

test('both images run with a read-only root and no rights, pay once, and stop', async ({
  skip,
}) => {
  const database = await openDatabase()
  if (database == null) return skip('no Postgres starts here')
  const pod = await openPod()
  const { proxy: image, mock: mockImage } = images

  const mock = await start(
    pod,
    mockImage,
    pod.entry(mockImage, mockImage.entrypoint, { env: services.mock.environment }),
  )
  expect(await rightsOf(mock.pid)).toEqual(FEW_RIGHTS)
  expect(await portsOf(mock.pid)).toEqual(mockImage.ports)

  // Secrets as files of root, which only the group of the user may read.
  const script = `const response = await fetch('http://mock:3141/_mock/apps')
    console.log(JSON.stringify((await response.json()).apps[0]))`
  const wallet = await runInRoot(pod.entry(image, ['node', '--input-type=module', '-e', script]))
  expect(wallet).toMatchObject({ code: 0, stderr: '' })
  const app = JSON.parse(wallet.stdout) as {
    api_key: string
    wallet_address: string
    wallet_seed: string
  }
  const secrets = {
    'database-url': database.url,
    'pi-api-key': app.api_key,
    'wallet-seed': app.wallet_seed,
  }
  for (const [name, text] of Object.entries(secrets)) {
    const file = path.join(pod.folder, name)
    await writeFile(file, text)
    await chown(file, 0, image.user?.gid ?? 0)
    await chmod(file, 0o440)
  }
  const files = Object.keys(secrets).map((name) => ({
    source: path.join(pod.folder, name),
    target: `/run/secrets/${name}`,
  }))
  const binds = [...database.binds, ...files]
  const { DATABASE_URL: _url, PGUSER: _user, ...forTheMock } = services.proxy.environment
  const env = {
    DATABASE_URL_FILE: '/run/secrets/database-url',
    PI_API_KEY_FILE: '/run/secrets/pi-api-key',
    PI_WALLET_SEED_FILE: '/run/secrets/wallet-seed',
    PI_WALLET_ADDRESS: app.wallet_address,
    ...forTheMock,
    LOG_LEVEL: 'error',
  }
  const migrated = await runInRoot(
    pod.entry(image, [...image.entrypoint, ...services.migrate.command!], { env, binds }),
  )
  expect(migrated).toMatchObject({ code: 0, stdout: 'The database is now up to date\n' })

  const proxy = await start(
    pod,
    image,
    pod.entry(image, [...image.entrypoint, ...image.cmd], { env, binds }),
  )
  expect(await rightsOf(proxy.pid)).toEqual(FEW_RIGHTS)
  expect(await portsOf(proxy.pid)).toEqual([...mockImage.ports, ...image.ports])

  const programs = { source: deployPath('try'), target: '/try' }
  const pay = () =>
    runInRoot(
      pod.entry(image, services.payout.entrypoint!, {
        env: services.payout.environment,
        binds: [programs],
      }),
    )
  const paid = await pay()
  expect(paid).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('shows 1 payment of 1 Pi'),
  })

  expect(await proxy.stop(image.stopSignal, GRACE_MS)).toBe(0)
  expect((await proxy.check()).code).toBe(1)

  // As the compose file starts it. The payout is known.
  const { entrypoint = [], command = [] } = services.proxy
  const tried = await start(
    pod,
    image,
    pod.entry(image, [...entrypoint, ...command], {
      env: { ...forTheMock, LOG_LEVEL: 'error', DATABASE_URL_FILE: env.DATABASE_URL_FILE },
      binds: [...binds, programs],
    }),
  )
  expect(await pay()).toEqual(paid)
  expect(await tried.stop(image.stopSignal, GRACE_MS)).toBe(0)

  expect(await mock.stop(mockImage.stopSignal, GRACE_MS)).toBe(0)
  expect((await mock.check()).code).toBe(1)
})

test('even root cannot write in an image that runs', async () => {
  const pod = await openPod()
  for (const file of ['/app/new', '/etc/new', '/tmp/new', '/dev/new', '/run/new']) {
    const { user: _user, ...entry } = pod.entry(images.proxy, ['touch', file])
    expect(await runInRoot(entry)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Read-only'),
    })
  }
})

test('no mount is left on this machine, and no network but its own is reached', async () => {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  expect(mounts).not.toContain(images.proxy.root)
  const pod = await openPod()
  const { stdout } = await runInRoot(pod.entry(images.proxy, ['cat', '/proc/net/dev']))
  expect([...stdout.matchAll(/^\s*(\w+):/gm)].map(([, name]) => name)).toEqual(['lo'])
})
