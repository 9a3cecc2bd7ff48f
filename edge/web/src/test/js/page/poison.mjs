// What people write to see whether a page runs it. Each would set `poisoned` or open a dialog.

const SET = 'window.poisoned=1';

export const POISON = [
  `<script>${SET}</script>`, `<ScRiPt>${SET}</sCrIpT>`, `<script src="data:text/javascript,${SET}"></script>`,
  `<scr<script>ipt>${SET}</scr</script>ipt>`, `</span></li></ol><script>${SET}</script>`, `</script><script>${SET}</script>`,
  `</title><script>${SET}</script>`, `</textarea><script>${SET}</script>`, `<!--><script>${SET}</script>-->`,
  `<img src=x onerror=${SET}>`, `<img src="javascript:${SET}">`, `<img/src/onerror=${SET}>`, `"><img src=x onerror=${SET}>`,
  `'><img src=x onerror='${SET}'>`, `<img src=x onerror=&#97;lert(1)>`, `<image src=x onerror=${SET}>`,
  `<svg/onload=${SET}>`, `<svg><script>${SET}</script></svg>`, `<svg><animate onbegin=${SET} attributeName=x dur=1s>`,
  `<math><mi//xlink:href="data:x,<script>${SET}</script>">`, `<math><mtext><table><mglyph><style><img src=x onerror=${SET}>`,
  `<noscript><p title="</noscript><img src=x onerror=${SET}>">`, `<iframe srcdoc="<script>parent.${SET}</script>">`,
  `<iframe src="javascript:parent.${SET}">`, `<object data="javascript:${SET}">`, `<embed src="javascript:${SET}">`,
  `<body onload=${SET}>`, `<input autofocus onfocus=${SET}>`, `<details open ontoggle=${SET}>x</details>`,
  `<video><source onerror=${SET}></video>`, `<audio src=x onerror=${SET}>`, `<marquee onstart=${SET}>x</marquee>`,
  `<form action="javascript:${SET}"><button>x</button></form>`, `<button formaction="javascript:${SET}">x</button>`,
  `<a href="javascript:${SET}">x</a>`, `javascript:${SET}`, `data:text/html,<script>${SET}</script>`,
  `<base href="//example.org/">`, `<link rel=stylesheet href="//example.org/x.css">`,
  `<meta http-equiv=refresh content="0;url=javascript:${SET}">`, '<style>*{display:none!important}</style>',
  '<div style="position:fixed;inset:0;background:red">x</div>', `<template><script>${SET}</script></template>`,
  `{{constructor.constructor("${SET}")()}}`, `\${${SET}}`, `#{${SET}}`, `<%= ${SET} %>`, `";${SET};//`, `';${SET};//`,
  '&lt;script&gt;', '&#60;script&#62;', '\\u003cscript\\u003e', '%3Cscript%3E', '<!--', ']]>', '<![CDATA[x', '</',
  '\u202Etxt.exe', '\u2066isolated', 'Z\u0351\u036b\u0343a\u0340l\u0341g\u0348o', '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  'null', 'undefined', '[object Object]', '__proto__', 'constructor', 'NaN', '0',
];
