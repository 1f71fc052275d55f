import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { deployPath, readDeploy } from './deploy-file.ts'

const run = promisify(execFile)

/** Undefined, with the reason, where Prometheus is not installed. */
async function promtool(...args: string[]): Promise<{ code: number; printed: string } | undefined> {
  try {
    const { stdout, stderr } = await run('promtool', args)
    return { code: 0, printed: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string }
    return typeof code === 'number' ? { code, printed: stdout + stderr } : undefined
  }
}
const MISSING = 'promtool is not installed: it is part of the package prometheus'

test('Prometheus accepts the alerts, and they fire when they should', async ({ skip }) => {
  const checked = await promtool('check', 'rules', deployPath('alerts.yml'))
  if (checked == null) return skip(MISSING)
  expect(checked).toMatchObject({ code: 0, printed: expect.stringMatching(/1\d rules found/) })
  const tested = await promtool('test', 'rules', deployPath('alerts.test.yml'))
  expect(tested).toMatchObject({ code: 0, printed: expect.stringContaining('SUCCESS') })
})

test('a threshold that is wrong would be seen', async ({ skip }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-alerts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const wrong = readDeploy('alerts.yml').replace('cancelling"}) > 900', 'cancelling"}) > 90000')
  expect(wrong).not.toBe(readDeploy('alerts.yml'))
  await writeFile(path.join(folder, 'alerts.yml'), wrong)
  await writeFile(path.join(folder, 'alerts.test.yml'), readDeploy('alerts.test.yml'))
  const tested = await promtool('test', 'rules', path.join(folder, 'alerts.test.yml'))
  if (tested == null) return skip(MISSING)
  expect(tested).toMatchObject({ code: 1, printed: expect.stringContaining('PayoutOverdue') })
})
