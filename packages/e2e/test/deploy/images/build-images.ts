import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import dockerignore from '@balena/dockerignore'
import { runInRoot, type Bind } from './enter-root.ts'
import type { Instruction, Stage } from './read-dockerfile.ts'

const run = promisify(execFile)
const RUN_TIMEOUT_MS = 300_000

export type Image = {
  root: string
  env: Record<string, string>
  workdir: string
  user?: { uid: number; gid: number }
  ports: number[]
  stopSignal: NodeJS.Signals
  healthcheck: string[]
  entrypoint: string[]
  cmd: string[]
}

export type Build = {
  /** The root that stands in for the image of Node. */
  base: string
  /** Where the roots of the stages are made. */
  folder: string
  /** The folder that `docker build` is given, and the text of its file of what to leave out. */
  context: string
  ignored: string
}

/** Follows the stages one after the other; each gets a root of its own. */
export async function buildImages(
  stages: readonly Stage[],
  build: Build,
): Promise<Record<string, Image>> {
  const downloads = await findDownloads()
  const images: Record<string, Image> = {}
  for (const stage of stages) {
    const root = path.join(build.folder, stage.name)
    await copyRoot(build.base, root)
    const image: Image = {
      root,
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
      workdir: '/',
      ports: [],
      stopSignal: 'SIGTERM',
      healthcheck: [],
      entrypoint: [],
      cmd: [],
    }
    for (const each of stage.instructions) await follow(each, { image, images, build, downloads })
    images[stage.name] = image
  }
  return images
}

type Downloads = { env: Record<string, string>; binds: Bind[] }
type Site = {
  image: Image
  images: Record<string, Image>
  build: Build
  downloads: Downloads
}

async function follow(instruction: Instruction, site: Site): Promise<void> {
  const { image } = site
  switch (instruction.kind) {
    case 'cmd':
    case 'healthcheck':
      image[instruction.kind] = instruction.command
      return
    case 'entrypoint':
      // As Docker does: the arguments were for the other program.
      Object.assign(image, { entrypoint: instruction.command, cmd: [] })
      return
    case 'env':
      Object.assign(image.env, instruction.variables)
      return
    case 'expose':
      image.ports.push(...instruction.ports)
      return
    case 'stopsignal':
      image.stopSignal = instruction.signal as NodeJS.Signals
      return
    case 'user':
      image.user = { uid: instruction.uid, gid: instruction.gid }
      return
    case 'workdir':
      image.workdir = instruction.path
      await mkdir(path.join(image.root, instruction.path), { recursive: true })
      return
    case 'copy':
      return copy(instruction, site)
    case 'run':
      return runStep(instruction.command, site)
  }
}

async function copy(step: Extract<Instruction, { kind: 'copy' }>, { image, images, build }: Site) {
  const from = step.from == null ? build.context : images[step.from]?.root
  if (from == null) throw new Error(`COPY --from=${step.from}: there is no such stage before it`)
  const ignore = dockerignore.default().add(step.from == null ? build.ignored : '')
  const destination = path.join(image.root, path.resolve(image.workdir, step.destination))
  for (const each of step.sources) {
    const source = path.join(from, each)
    if (!existsSync(source)) throw new Error(`COPY: ${each} is not in ${step.from ?? 'the clone'}`)
    const isFolder = statSync(source).isDirectory()
    // Of a folder its content is copied.
    const names = isFolder ? readdirSync(source) : ['']
    const target =
      !isFolder && step.destination.endsWith('/')
        ? path.join(destination, path.basename(each))
        : destination
    const isKept = (name: string) => !ignore.ignores(path.relative(from, name))
    for (const name of names.filter((inside) => isKept(path.join(source, inside)))) {
      await cp(path.join(source, name), path.join(target, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: isKept,
      })
    }
    await giveToRoot(target)
  }
}

/** In the image every file is root's, whatever user owns the clone. */
async function giveToRoot(file: string) {
  await run('chown', ['--recursive', '--no-dereference', '0:0', file])
}

async function runStep(command: readonly string[], { image, downloads }: Site) {
  const { env, binds } = downloads
  const { code, stdout, stderr } = await runInRoot(
    {
      root: image.root,
      command,
      env: { HOME: '/root', ...image.env, ...env },
      workdir: image.workdir,
      binds,
      ...(image.user == null ? {} : { user: image.user }),
    },
    RUN_TIMEOUT_MS,
  )
  if (code !== 0)
    throw new Error(`RUN ${command.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
}

/** What a step needs to download as this machine does, and what was downloaded already. Nothing of it stays in the image. */
async function findDownloads(): Promise<Downloads> {
  const ask = async (program: string, ...args: string[]) => (await run(program, args)).stdout.trim()
  const env: Record<string, string> = {
    npm_config_registry: await ask('npm', 'config', 'get', 'registry'),
    npm_config_prefer_offline: 'true',
    npm_config_fetch_retries: '1',
    npm_config_fetch_timeout: '30000',
  }
  const certificates = new Set<string>()
  for (const [name, value = ''] of Object.entries(process.env)) {
    const isCertificate = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/.test(name)
    if (isCertificate) certificates.add(value)
    if (isCertificate || /^(https?|no)_proxy$/i.test(name)) env[name] = value
  }
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache')
  const folders: Bind[] = [
    { source: await ask('npm', 'config', 'get', 'cache'), target: '/root/.npm' },
    {
      source: path.dirname(await ask('pnpm', 'store', 'path')),
      target: '/root/.local/share/pnpm/store',
    },
    { source: path.join(cache, 'pnpm'), target: '/root/.cache/pnpm' },
  ]
  const files = ['/etc/resolv.conf', '/etc/hosts', ...certificates]
  const binds = [...folders, ...files.map((file) => ({ source: file, target: file }))]
  return { env, binds: binds.filter(({ source }) => existsSync(source)) }
}

async function copyRoot(from: string, to: string) {
  await run('cp', ['--archive', '--reflink=auto', from, to])
}
