import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { bundledPackages } from '../testkit/bundled-packages.ts'

const run = promisify(execFile)
const root = new URL('../../../', import.meta.url)

/** `severe`: names of packages, sorted. */
type Audit = { responded: true; severe: string[] } | { responded: false; why: string }

/** What the registry knows of the packages that the products run with. */
async function audit(...options: string[]): Promise<Audit> {
  const [installed, all] = await Promise.all([
    askRegistry('--prod', ...options),
    askRegistry(...options),
  ])
  if (!installed.responded) return installed
  if (!all.responded) return all
  // Inside a bundle is what only the tools need by their manifest.
  const bundled = await bundledPackages()
  const severe = [...installed.severe, ...all.severe.filter((name) => bundled.has(name))]
  return { responded: true, severe: [...new Set(severe)].sort() }
}

async function askRegistry(...options: string[]): Promise<Audit> {
  const pnpm = process.env['npm_execpath'] ?? 'pnpm'
  const args = ['audit', '--json', ...options]
  // Findings and silence both end it with a code above 0: its output distinguishes them.
  const { stdout, stderr } = await run(pnpm, args, { cwd: root, timeout: 60_000 }).catch(
    (error: { stdout?: string; stderr?: string }) => error,
  )
  try {
    const { advisories } = JSON.parse(stdout ?? '') as {
      advisories: Record<string, { module_name: string; severity: string }>
    }
    const severe = Object.values(advisories).filter(({ severity }) =>
      ['high', 'critical'].includes(severity),
    )
    return { responded: true, severe: severe.map((each) => each.module_name) }
  } catch {
    const status = /responded with (\d{3})/.exec(`${stdout} ${stderr}`)?.[1]
    return { responded: false, why: status == null ? 'no response' : `status ${status}` }
  }
}

test('P32: the registry knows no severe weakness of what the products run with', async ({
  skip,
}) => {
  const result = await audit()
  if (!result.responded) {
    const reason = `The audit is skipped: the registry does not respond: ${result.why}`
    process.stderr.write(`${reason}\n`)
    return skip(reason)
  }
  expect(result.severe).toEqual([])
})

test('P32: a severe weakness would be seen', async () => {
  const advisory = (id: number) => ({
    id,
    title: 'planted',
    severity: 'high',
    vulnerable_versions: '*',
    url: 'http://127.0.0.1/advisory',
    cwe: [],
    cvss: { score: 8, vectorString: null },
  })
  // Installed with a server, inside the bundle of the proxy, and only of the tests.
  const planted = { express: [advisory(1)], undici: [advisory(2)], knip: [advisory(3)] }
  const registry = createServer((req, res) => {
    req.resume()
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(planted))
  }).listen(0, '127.0.0.1')
  await once(registry, 'listening')
  onTestFinished(() => void registry.close())
  const { port } = registry.address() as AddressInfo
  expect(await audit('--registry', `http://127.0.0.1:${port}/`)).toEqual({
    responded: true,
    severe: ['express', 'undici'],
  })
})
