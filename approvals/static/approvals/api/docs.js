// Draws the OpenAPI document of this site. Nothing is asked of any other address.
(() => {
  "use strict";

  const place = document.getElementById("api-calls");
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    validatorUrl: null,
    // A call tried from this page goes out with the session of whoever is signed in.
    requestInterceptor: (request) => {
      const csrf = token();
      if (csrf && !["GET", "HEAD"].includes(request.method)) request.headers["X-CSRFToken"] = csrf;
      return request;
    },
  });
})();
