import { listen } from '@aloha-pi/express-server'
import express from 'express'
import { expect, onTestFinished, test, vi } from 'vitest'
import { handleErrors } from '../src/http/handle-errors.ts'

test('a fault in the middle of a response is reported once, and the response is cut off', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => printed.mockRestore())
  const faults: unknown[] = []
  // In its 'test' express prints nothing.
  const app = express().set('env', 'production')
  app.get('/', (_req, res) => {
    res.write('half')
    throw new Error('secret')
  })
  app.use(handleErrors({ maxBodyBytes: 1, reportFault: (_, error) => faults.push(error) }))
  const server = await listen({ handler: app, port: 0, hosts: ['127.0.0.1'] })
  onTestFinished(() => server.close())

  const read = fetch(`http://127.0.0.1:${server.port}/`).then((response) => response.text())
  await expect(read).rejects.toThrow(TypeError)

  expect(faults).toEqual([new Error('secret')])
  expect(printed).not.toHaveBeenCalled()
})
