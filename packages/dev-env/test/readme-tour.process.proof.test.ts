import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tourLines } from '../src/tour.ts'
import { printedUrls, startStackProcess, temporaryFolder } from './started-stack.ts'

const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
const [tour, breakage] = ['tour', 'break'].map(
  (name) =>
    new RegExp(`<!-- ${name} -->\\n+\`\`\`bash\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '',
) as [string, string]
const readmeUrls = { mockUrl: 'http://127.0.0.1:3141', proxyUrl: 'http://127.0.0.1:3142' }

test('the commands of the README work on a fresh stack, and again after a restart', async () => {
  await using folder = await temporaryFolder()
  const dataDir = path.join(folder.path, 'dev')
  expect(await startTourStop(dataDir)).toEqual(await startTourStop(dataDir))
})

/** The response to each line of the tour, without times. */
async function startTourStop(dataDir: string) {
  const stack = await startStackProcess(dataDir)
  const { mockUrl, proxyUrl } = printedUrls(stack.output())
  const proxyKey = /aloha_test_\w+/.exec(stack.output())?.[0] ?? ''
  expect(tour.trim().split('\n')).toEqual(tourLines({ ...readmeUrls, proxyKey }))
  const lines = (tour + breakage)
    .replace(readmeUrls.mockUrl, mockUrl)
    .replace(readmeUrls.proxyUrl, proxyUrl)
  const { stdout } = await promisify(execFile)('bash', ['-euc', lines])
  stack.child.kill('SIGINT')
  expect(await stack.exitCode).toBe(0)
  expect(stack.output()).toContain('Stopped.')

  const [approved, completed, details, payout, again, documented, clock, late, ...more] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TourResponse)
  expect(more).toEqual([])
  expect(approved).toMatchObject({ success: true, action: 'approve', direction: 'u2a' })
  expect(approved?.piResData.status).toMatchObject({ developer_approved: true, cancelled: false })
  expect(completed).toMatchObject({ success: true, action: 'complete' })
  expect(details?.piResData).toMatchObject({
    identifier: approved?.piResData.identifier,
    amount: 3.14,
    status: { developer_completed: true, transaction_verified: true },
    transaction: { verified: true },
  })
  expect(details?.sbResData?.row).toMatchObject({ status: 'completed', pending_actions: [] })
  expect(payout).toMatchObject({
    success: true,
    action: 'create',
    direction: 'a2u',
    piResData: { amount: 1, direction: 'app_to_user', status: { developer_completed: true } },
    sbResData: { row: { status: 'completed', amount: '1.0000000' } },
  })
  expect(again).toEqual(payout)
  expect(documented?.piResData).toMatchObject({
    identifier: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
    transaction: { txid: '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062' },
  })
  expect(clock).toMatchObject({ frozen: false })
  expect(late).toMatchObject({ success: false, code: 'cancelled_payment' })
  expect(late?.error).toContain('60 seconds')
  return details?.piResData.identifier
}

type TourResponse = {
  error?: string
  piResData: { identifier: string; status: Record<string, boolean> }
  sbResData?: { row: Record<string, unknown> }
}
