// Asks the preview that serves this page: for rows, for what an edit would change, and to save it.
let asking = 0; // requests without an answer

export const isAsking = () => asking > 0;

const answered = () => {
  asking -= 1;
  // After what follows the answer, as a window that opens.
  if (!asking) setTimeout(() => document.dispatchEvent(new Event("sop-edit-answered")));
};

// The answer with its `status`; where there is none, an answer with an `error` to show.
export const ask = async (what, body) => {
  const post = {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  };
  asking += 1;
  try {
    const answer = await fetch(`/~edit/${what}`, body ? post : {});
    return { ...(await answer.json()), status: answer.status };
  } catch {
    return { status: 0, error: "The preview does not answer. Is it still running?" };
  } finally {
    answered();
  }
};

export const query = (values) => new URLSearchParams(values).toString();
