import { complain } from '../console.ts'
import { startHostPage } from './start-host-page.ts'

// The mock writes these attributes; without them the script is on another page.
const { appUrl, appId } = document.currentScript?.dataset ?? {}
const frame = document.querySelector('iframe')
const list = document.querySelector<HTMLElement>('#messages')
const switchUser = document.querySelector<HTMLElement>('#switch-user')
if (appUrl == null || appId == null || frame == null || list == null || switchUser == null) {
  complain('This script belongs to the page /host of a mock.')
} else {
  startHostPage({ mockUrl: location.origin, appUrl, appId, frame, list, switchUser })
}
