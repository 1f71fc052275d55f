import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, test } from 'vitest'
import { startProxy } from '../src/server/start-proxy.ts'
import { StartRefusedError } from '../src/server/start-refused-error.ts'
import { controlMock } from './control-mock.ts'
import { startTestProxy } from './start-test-proxy.ts'

const mock = await startMockPi()
afterAll(() => mock.close())
const user = controlMock(mock.url)

test('a mock that is reset while the proxy runs: 503 with a sentence, and no call gets through', async () => {
  const proxy = await startTestProxy(mock.url, { PI_API_KEY: mock.apiKey })
  const { identifier: id } = await user.createPayment()
  expect(await proxy.call(`POST u2a/approve/${id}`)).toMatchObject({ status: 200 })

  await user.reset()
  const { identifier: next } = await user.createPayment()
  const refused = await proxy.call(`POST u2a/approve/${next}`)

  expect(refused).toMatchObject({ status: 503, body: { success: false, code: 'unavailable' } })
  expect(refused.body.error).toBe(
    'The service is not available: try again later. The database of this proxy belongs to another world of the mock: its operator must stop it, delete its data directory, which its log names, and start it again',
  )
  expect(refused.headers.get('retry-after')).toBe('60')
  const details = await proxy.call(`GET u2a/details/${next}`)
  expect(details).toMatchObject({ status: 503, body: { error: refused.body.error } })
  expect(details.headers.get('retry-after')).toBe('60')
  const ready = await fetch(`${proxy.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.text()).not.toContain(proxy.folder)
  const alarms = proxy.lines.filter((line) => line.includes('"alarm":"another_world"'))
  expect(alarms).toHaveLength(1)
  expect(alarms[0]).toContain(`delete the folder ${proxy.dataDir}`)

  await proxy.stop()
  const restart = startProxy(proxy.settings)
  await expect(restart).rejects.toThrow(StartRefusedError)
  await expect(restart).rejects.toThrow(
    `The database in ${proxy.dataDir} belongs to another world than the one that the mock at ${mock.url} runs now: stop the proxy, delete the folder ${proxy.dataDir} and start it again`,
  )
  await proxy.close()
})

test('stopped and started again, the same world is welcome', async () => {
  const proxy = await startTestProxy(mock.url, { PI_API_KEY: mock.apiKey })
  const { identifier: id } = await user.createPayment()
  await proxy.call(`POST u2a/approve/${id}`)
  await proxy.stop()

  const again = await startProxy({ ...proxy.settings, LOG_LEVEL: 'silent' })
  const details = await fetch(`${again.url}/v1/transaction/u2a/details/${id}`)

  expect(await details.json()).toMatchObject({ sbResData: { row: { status: 'approved' } } })
  await again.close()
  await proxy.close()
})
