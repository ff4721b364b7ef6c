// The public API, and nothing else.

async function get(path) {
  const response = await fetch(path, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(10_000),
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail ?? `The service answered ${response.status}`);
  }
  return body;
}

export const service = () => get("/api/v1");

export const newestJobs = (limit) => get(`/api/v1/jobs?limit=${limit}`);
