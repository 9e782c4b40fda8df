// Service worker: shows what the office's push message says, and opens the page that it leads to. It caches and intercepts nothing.
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => {
  if (!event.data) return;
  const { text, path } = event.data.json(), [title, ...more] = text.split("\n");
  event.waitUntil(self.registration.showNotification(title, {
    body: more.join("\n"), tag: path, renotify: true, icon: "/s/lambang-192.png", data: path,
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data, self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = pages.find((each) => new URL(each.url).pathname === target.pathname);
    await (there ? there.focus() : self.clients.openWindow(target.href));
  })());
});
