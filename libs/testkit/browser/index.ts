export { startChromium } from './chromium.js'
export { CookieJar } from './cookie-jar.js'
export { signInWithPassword } from './sign-in-with-password.js'
