import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { packShared, shareFolder } from '@aloha-pi/release/shared-folders'
import { guide, proxyExample } from './readme-guide.ts'

const run = promisify(execFile)
/** The oldest that all packages run with. */
export const OLDEST = '22.19.0'
/** From npm, beside the workspace's. */
const RELEASES = [OLDEST, '24']
/** What npm says when the registry is the reason. Anything else that fails is a fault of the tarballs. */
const NO_RESPONSE =
  /npm error code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|E5\d\d|E429)\b/

export type OutsideProject = {
  folder: string
  env: NodeJS.ProcessEnv
  /** Releases of Node, and where each is. */
  nodes: Record<string, string>
  /** Runs lines of bash in the project and returns what they printed; a line that fails is thrown. */
  bash(lines: string): Promise<string>
  remove(): Promise<void>
}

/** A project in a fresh folder that installed the tarballs as the README's guide says, or the reason why it could not. */
export function makeProject(): Promise<OutsideProject | { noResponse: string }> {
  return makeFolder(async (folder, bash) => {
    await writeProject(folder)
    await bash(guide('install').replace('~/aloha-pi/.data/tarballs', await packShared()))
  })
}

/** A fresh folder that `fill` fills, and some releases of Node; or the reason why npm could not. */
export async function makeFolder(
  fill: (folder: string, bash: OutsideProject['bash']) => Promise<void>,
): Promise<OutsideProject | { noResponse: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-outside-'))
  const env = cleanEnvironment()
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  const bash = async (lines: string) => {
    try {
      return (await run('bash', ['-euc', lines], { cwd: folder, env })).stdout
    } catch (cause) {
      // The message of the cause ends with what went to standard error.
      throw new Error(`${(cause as Error).message}\n${(cause as { stdout: string }).stdout}`, {
        cause,
      })
    }
  }
  try {
    const [nodes, filled] = await Promise.allSettled([installNodes(env), fill(folder, bash)])
    if (filled.status === 'rejected') throw filled.reason
    if (nodes.status === 'rejected') throw nodes.reason
    return { folder, env, nodes: nodes.value, bash, remove }
  } catch (error) {
    await remove()
    const [line] = NO_RESPONSE.exec(String(error)) ?? []
    if (line == null) throw error
    return { noResponse: `The npm registry does not respond: ${line}` }
  }
}

async function writeProject(folder: string) {
  const files = {
    'package.json': JSON.stringify({ private: true, type: 'module' }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        target: 'es2024',
        lib: ['es2024'],
        module: 'nodenext',
        types: ['node'],
        noEmit: true,
        skipLibCheck: false,
      },
    }),
    'orders.ts': guide('orders.ts'),
    'orders.test.ts': guide('orders.test.ts'),
    'refund.test.ts': proxyExample(),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
}

/** Where each release is. What npm installs is shared by the tests of a run. */
async function installNodes(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const wanted = RELEASES.map((each) => `node${each}@npm:node-${system}-${process.arch}@${each}`)
  const folder = await shareFolder('nodes', async (unfinished) => {
    await mkdir(unfinished)
    await writeFile(path.join(unfinished, 'package.json'), '{"private":true}')
    await run('npm', ['install', ...wanted], { cwd: unfinished, env })
  })
  const installed = RELEASES.map((each) => [
    each,
    path.join(folder, `node_modules/node${each}/bin/node`),
  ])
  return { ...Object.fromEntries(installed), [process.versions.node]: process.execPath }
}

/** As a shell outside: nothing of the test runner and of pnpm but where npm finds packages. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(vitest|node_env|node_options|test$|npm_(?!config_)|pnpm_|init_cwd)/i.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '1',
    npm_config_fetch_timeout: '30000',
    NO_COLOR: '1',
  }
}
