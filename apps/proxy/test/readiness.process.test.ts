import { execFile } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../src/server/start-proxy.ts'
import { startFakePi } from './fake-pi.ts'
import { mountTmpfs } from './mount-tmpfs.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { PI_KEY } from './start-test-proxy.ts'

test('/readyz is 503 while the disk of DATA_DIR is full, and 200 again with room on it', async (context) => {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const disk = join(folder.path, 'disk')
  await mkdir(disk)
  await using mounted = await mountTmpfs(disk, '100m')
  if (mounted == null) return context.skip('mount is refused here')
  const pi = await startFakePi()
  let now = 0
  const proxy = await startProxy(
    {
      PI_API_URL: pi.url,
      PI_API_KEY: PI_KEY,
      PORT: '0',
      METRICS_PORT: 'off',
      DATA_DIR: join(disk, 'data'),
    },
    { log: () => undefined, clock: () => (now += 6_000) },
  )
  const ready = async () => {
    const response = await fetch(`${proxy.url}/readyz`)
    return { status: response.status, body: await response.json() }
  }
  expect(await ready()).toEqual({ status: 200, body: { status: 'ready' } })

  await promisify(execFile)('dd', ['if=/dev/zero', `of=${disk}/junk`, 'bs=1k']).catch(
    () => undefined,
  )
  expect(await ready()).toEqual({
    status: 503,
    body: { status: 'unavailable', reason: 'the database does not respond, or refuses writes' },
  })
  expect((await fetch(`${proxy.url}/healthz`)).status).toBe(200)
  await rm(`${disk}/junk`)
  expect(await ready()).toMatchObject({ status: 200 })
  await proxy.close()
  await pi.close()
})
