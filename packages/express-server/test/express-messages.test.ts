import express from 'express'
import { expect, test } from 'vitest'
import { expressMessages, listen, usePlainJson } from '../src/index.ts'

test('messages come with the prototypes of the app, which express then leaves as they are', async () => {
  const app = express()
  usePlainJson(app)
  const messages = expressMessages(app)
  const made: unknown[] = []
  app.get('/:id', (req, res) => {
    made.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res))
    res.status(201).json({ id: req.params.id, host: req.hostname })
  })
  const server = await listen({ handler: app, port: 0, server: messages })

  const response = await fetch(`http://127.0.0.1:${server.port}/7`)

  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({ id: '7', host: '127.0.0.1' })
  expect(made).toEqual([messages.IncomingMessage.prototype, messages.ServerResponse.prototype])
  expect(made).toEqual([app.request, app.response])
  await server.close()
})
