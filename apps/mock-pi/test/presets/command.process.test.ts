import { createMockControl } from '../../src/control-client/index.ts'
import { expect, test } from 'vitest'
import { runCommand } from '../run-command.ts'

test('mock-pi start --preset begins in the trouble', async () => {
  const command = runCommand('start', '--preset', 'pending-lock', '--port', '0', '--json')
  const { url, preset } = JSON.parse(await command.nextLine())
  expect(preset.name).toBe('pending-lock')
  const { payments } = await createMockControl({ url }).payments({ limit: 1 })
  expect(payments[0]?.payment.identifier).toBe(preset.payment_id)
  command.child.kill('SIGTERM')
  expect(await command.ended()).toBe(0)
})
