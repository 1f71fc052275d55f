import type { Express } from 'express'
import { refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'

const ALLOW = 'GET, HEAD'

/** After the GET route of a path that no contract has: every other method gets the list of allowed ones. */
export function onlyGet(app: Express, path: string) {
  app.all(path, ({ method }, res) => {
    res.setHeader('allow', ALLOW)
    sendRefusal(res, refusal('method_not_allowed', { method, path, allow: ALLOW }))
  })
}
